import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editTags, replaceTag } from './tag-edits.js';

const tag = fc.constantFrom('a', 'A', 'b', 'B', 'c', 'd', 'É', 'é');
const tags = fc.uniqueArray(tag, { maxLength: 8 });
const lower = (list: readonly string[]) => list.map((item) => item.toLowerCase());

describe('replaceTag', () => {
  it.each([
    [['x', 'VIP', 'y'], 'vip', 'Gold', ['x', 'Gold', 'y']],
    [['vip', 'VIP'], 'VIP', 'Gold', ['Gold']],
    [['gold', 'vip'], 'vip', 'Gold', ['Gold']],
    [['vip'], 'vip', 'VIP', ['VIP']],
    [['x', 'vip'], 'VIP', null, ['x']],
    [['x'], 'vip', 'Gold', ['x']],
  ])('of %j: %s becomes %s', (given, from, to, expected) => {
    expect(replaceTag(given, from, to)).toEqual(expected);
  });

  it('leaves every other tag, and nothing of the old one', () => {
    fc.assert(
      fc.property(tags, tag, fc.constantFrom(null, 'new', 'b'), (given, from, to) => {
        fc.pre(from.toLowerCase() !== to?.toLowerCase());
        const edited = replaceTag(given, from, to);
        const isOther = (item: string) =>
          ![from, to ?? ''].some((name) => lower([name]).includes(item.toLowerCase()));
        expect(edited.filter(isOther)).toEqual(given.filter(isOther));
        expect(lower(edited)).not.toContain(from.toLowerCase());
        if (to !== null && lower(given).includes(from.toLowerCase())) expect(edited).toContain(to);
      }),
    );
  });
});

describe('editTags', () => {
  it('has what was added, not what was removed, the rest in its order, and changes nothing the second time', () => {
    fc.assert(
      fc.property(tags, tags, tags, (given, add, remove) => {
        fc.pre(!add.some((item) => lower(remove).includes(item.toLowerCase())));
        const edited = editTags(given, add, remove);
        expect(lower(edited)).toEqual(expect.arrayContaining(lower(add)));
        for (const gone of lower(remove)) expect(lower(edited)).not.toContain(gone);
        const kept = given.filter((item) => !lower(remove).includes(item.toLowerCase()));
        expect(edited.slice(0, kept.length)).toEqual(kept);
        expect(editTags(edited, add, remove)).toEqual(edited);
      }),
    );
  });
});
