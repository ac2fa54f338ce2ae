import { describe, expect, it } from '@jest/globals';
import type { StoredAnswer } from './idempotency-store.js';
import { withoutFields } from './shown-answer.js';

const HIDDEN = new Set(['email', 'status']);

function success(body: unknown): StoredAnswer {
  return { kind: 'success', status: 200, headers: {}, body };
}

describe('a stored answer that is given again', () => {
  it('has no field of a record that is hidden now', () => {
    expect(withoutFields(success({ id: '1', email: 'a@b.c' }), HIDDEN)).toEqual(success({ id: '1' }));
    expect(withoutFields(success(null), HIDDEN)).toEqual(success(null));
  });

  it('tells of many records what it told, but for the hidden fields of those refused', () => {
    const done = { index: 0, status: 200, id: '1', version: 2 };
    const details = [
      { field: 'email', message: 'differs', theirs: 'a@b.c' },
      { field: 'score', message: 'differs', theirs: 1 },
    ];
    const failed = {
      index: 1,
      status: 412,
      id: '2',
      version: 3,
      error: { code: 'X', message: 'Y', details },
    };
    const answer = success({ results: [done, failed], succeeded: 1, failed: 1 });
    const shown = { ...failed, error: { ...failed.error, details: [details[1]] } };
    expect(withoutFields(answer, HIDDEN)).toEqual(
      success({ results: [done, shown], succeeded: 1, failed: 1 }),
    );
  });

  it('names no hidden field of an error, wherever it stands in the path', () => {
    const details = ['email', 'leads[3].email', 'leads[3].score', 'leads[4]'].map((field) => ({
      field,
      message: 'x',
    }));
    const error: StoredAnswer = { kind: 'error', status: 422, code: 'BULK_REFUSED', message: 'x', details };
    expect(withoutFields(error, HIDDEN)).toEqual({ ...error, details: details.slice(2) });
  });
});
