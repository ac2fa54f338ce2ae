import { describe, expect, it } from '@jest/globals';
import { firstIdOf, isId, newId } from './identifiers.js';

describe('firstIdOf', () => {
  it('lies between the ids of the moments before and after it', () => {
    const before = newId();
    const now = Date.now();
    expect(isId(firstIdOf(now))).toBe(true);
    expect(firstIdOf(now + 1) > before).toBe(true);
    expect(firstIdOf(now) <= newId()).toBe(true);
    expect(firstIdOf(0) < firstIdOf(1)).toBe(true);
    expect(firstIdOf(-1)).toBe(firstIdOf(0));
  });
});
