import { describe, expect, it } from '@jest/globals';
import { ADVISORY_LOCKS } from './advisory-locks.js';

describe('the keys of advisory locks', () => {
  it('are each used for one thing', () => {
    const keys = Object.values(ADVISORY_LOCKS);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
