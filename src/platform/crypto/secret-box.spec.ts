import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyRing } from './key-ring.js';
import { SecretBox } from './secret-box.js';
import { SecretBoxError, type SecretBoxFault } from './secret-box-error.js';

const older = `older:${randomBytes(32).toString('base64')}`;
const newer = `newer:${randomBytes(32).toString('base64')}`;
const box = new SecretBox(KeyRing.parse(`${newer},${older}`));

function faultOf(run: () => string): SecretBoxFault | 'none' {
  try {
    run();
    return 'none';
  } catch (error) {
    if (error instanceof SecretBoxError) return error.fault;
    throw error;
  }
}

describe('SecretBox', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plaintext, place) => {
        expect(box.open(box.seal(plaintext, place), place)).toBe(plaintext);
      }),
    );
  });

  it('gives keyId.iv.tag.ciphertext, new at every call', () => {
    const sealed = box.seal('secret', 'tenant:endpoint');
    expect(sealed).toMatch(/^newer\.[\w-]{16}\.[\w-]{22}\.[\w-]{8}$/);
    expect(box.seal('secret', 'tenant:endpoint')).not.toBe(sealed);
  });

  it('opens with an older key and tells that it should be sealed anew', () => {
    const sealed = new SecretBox(KeyRing.parse(older)).seal('secret', 'place');
    expect(box.open(sealed, 'place')).toBe('secret');
    expect(box.isSealedWithCurrentKey(sealed)).toBe(false);
    expect(box.isSealedWithCurrentKey(box.seal('secret', 'place'))).toBe(true);
  });

  it('does not open in another place', () => {
    const sealed = box.seal('secret', 'tenant-a:endpoint');
    expect(faultOf(() => box.open(sealed, 'tenant-b:endpoint'))).toBe('tampered');
  });

  it('does not open when any byte of iv, tag or ciphertext was changed', () => {
    const sealed = box.seal('a secret worth keeping', 'place').split('.');
    for (const part of [1, 2, 3]) {
      const bytes = Buffer.from(sealed[part] ?? '', 'base64url');
      for (const index of bytes.keys()) {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ 1;
        const text = sealed
          .map((value, at) => (at === part ? changed.toString('base64url') : value))
          .join('.');
        expect(faultOf(() => box.open(text, 'place'))).toBe('tampered');
      }
    }
  });

  it('refuses another key under a known id', () => {
    const impostor = new SecretBox(KeyRing.parse(`newer:${randomBytes(32).toString('base64')}`));
    expect(faultOf(() => box.open(impostor.seal('secret', 'place'), 'place'))).toBe('tampered');
  });

  it('refuses a key that is not on the ring', () => {
    const stranger = new SecretBox(KeyRing.parse(`stranger:${randomBytes(32).toString('base64')}`));
    expect(faultOf(() => box.open(stranger.seal('secret', 'place'), 'place'))).toBe('unknown-key');
  });

  it.each([
    '',
    'plain text',
    'newer.a.b.c',
    'newer...',
    `${box.seal('x', 'y')}.more`,
    ` ${box.seal('x', 'y')}`,
  ])('calls %j malformed', (text) => {
    expect(faultOf(() => box.open(text, 'y'))).toBe('malformed');
  });

  it('refuses a shortened tag', () => {
    const [id, iv, tag = '', ciphertext] = box.seal('secret', 'place').split('.');
    const short = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');
    expect(faultOf(() => box.open([id, iv, short, ciphertext].join('.'), 'place'))).toBe('malformed');
  });
});
