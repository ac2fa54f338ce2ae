import { describe, expect, it } from '@jest/globals';
import { RecordEntity } from '../record.entity.js';
import { verbOf } from './named-change.js';

const NAMED = {
  status: [
    { verb: 'reopened', from: ['solved', 'closed'], to: ['open'] },
    { verb: 'solved', to: ['solved'] },
  ],
  ownerId: [{ verb: 'assigned' }],
};
class Sample extends RecordEntity {}

const record = (status: string, ownerId: string | null = null) =>
  Object.assign(new Sample(), { status, ownerId });

describe('verbOf', () => {
  it.each([
    ['reopened', record('closed'), record('open')],
    ['solved', record('new'), record('solved')],
    ['updated', record('solved'), record('solved')],
    ['updated', record('new'), record('open')],
    ['assigned', record('new'), record('open', 'somebody')],
    ['solved', record('new'), record('solved', 'somebody')],
  ])('calls it %s', (verb, before, after) => {
    expect(verbOf(NAMED, 'updated', before, after)).toBe(verb);
  });

  it('names updates alone', () => {
    expect(verbOf(NAMED, 'created', undefined, record('solved'))).toBe('created');
    expect(verbOf(NAMED, 'deleted', record('new'), record('solved'))).toBe('deleted');
    expect(verbOf({}, 'updated', record('new'), record('solved'))).toBe('updated');
  });
});
