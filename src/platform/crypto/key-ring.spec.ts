import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { EncryptionKeyError } from './encryption-key-error.js';
import { KeyRing } from './key-ring.js';

const encoded = (): string => randomBytes(32).toString('base64');

describe('KeyRing', () => {
  it('takes the first key as current and finds every key', () => {
    const ring = KeyRing.parse(`2026:${encoded()}, 2025:${encoded()}`);
    expect(ring.current.id).toBe('2026');
    expect(ring.find('2025')?.id).toBe('2025');
    expect(ring.find('2024')).toBeUndefined();
  });

  it('never prints key material', () => {
    const material = encoded();
    const ring = KeyRing.parse(`a:${material}`);
    expect(inspect(ring, { depth: 10, showHidden: true })).not.toContain(material);
    expect(JSON.stringify(ring)).not.toContain(material);
  });

  it.each([
    ['nothing', ''],
    ['no id', encoded()],
    ['an empty id', `:${encoded()}`],
    ['a dot in the id', `a.b:${encoded()}`],
    ['31 bytes', `a:${randomBytes(31).toString('base64')}`],
    ['33 bytes', `a:${randomBytes(33).toString('base64')}`],
    ['no base64', `a:${'!'.repeat(44)}`],
    ['zeros', `a:${Buffer.alloc(32).toString('base64')}`],
    ['two values', `a:${Buffer.alloc(32, 'ab').toString('base64')}`],
    ['a readable sentence', `a:${Buffer.from('please-change-this-key-right-now').toString('base64')}`],
    ['a trailing comma', `a:${encoded()},`],
  ])('refuses %s', (_case, text) => {
    expect(() => KeyRing.parse(text)).toThrow(EncryptionKeyError);
  });

  it('refuses an id given twice', () => {
    expect(() => KeyRing.parse(`a:${encoded()},a:${encoded()}`)).toThrow('"a" is given twice');
  });

  it('does not echo the material in its message', () => {
    const short = randomBytes(20).toString('base64');
    let message = '';
    try {
      KeyRing.parse(`a:${short}`);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('32 bytes');
    expect(message).not.toContain(short);
  });
});
