import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSlug, LONGEST_SLUG, slugOf, slugWith } from './slug.js';

describe('slugs', () => {
  it.each([
    ['Über uns!', 'uber-uns'],
    ['  How do I -- reset it? ', 'how-do-i-reset-it'],
    ['Straße 7', 'strasse-7'],
    ['Как настроить', 'fallback'],
    ['', 'fallback'],
  ])('of %j is %s', (name, slug) => {
    expect(slugOf(name, 'fallback')).toBe(slug);
  });

  it('can stand in an address, whatever the name, with an ending and without', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const slug = slugOf(name, 'fallback');
        expect(isSlug(slug)).toBe(true);
        expect(isSlug(slugWith(slug, '1a2b3c'))).toBe(true);
        expect(slugOf(slug, 'other')).toBe(slug);
      }),
    );
    expect(slugOf('a'.repeat(1_000), 'x')).toHaveLength(LONGEST_SLUG);
  });

  it.each(['', 'A', 'a--b', '-a', 'a-', 'a b', 'ä', 'a/b', 'a'.repeat(LONGEST_SLUG + 1)])(
    'are not %j',
    (text) => {
      expect(isSlug(text)).toBe(false);
    },
  );
});
