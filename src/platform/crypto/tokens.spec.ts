import { describe, expect, it } from '@jest/globals';
import { constantTimeEqual } from './constant-time-equal.js';
import { randomToken } from './random-token.js';
import { sha256Hex } from './sha256-hex.js';

describe('sha256Hex', () => {
  it('gives the published vector', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex(Buffer.from('abc'))).toBe(sha256Hex('abc'));
  });
});

describe('constantTimeEqual', () => {
  it.each([
    ['same', 'same', true],
    ['same', 'sama', false],
    ['same', 'same ', false],
    ['', '', true],
    ['', 'x', false],
    ['é', 'e\u0301', false],
  ])('%j and %j: %s', (left, right, equal) => {
    expect(constantTimeEqual(left, right)).toBe(equal);
  });
});

describe('randomToken', () => {
  it('gives base64url of the length asked for, never the same twice', () => {
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken(16)).toMatch(/^[\w-]{22}$/);
    expect(new Set(Array.from({ length: 100 }, () => randomToken())).size).toBe(100);
  });

  it.each([0, 15, -1, 1.5, Number.NaN])('refuses %s bytes', (bytes) => {
    expect(() => randomToken(bytes)).toThrow(RangeError);
  });
});
