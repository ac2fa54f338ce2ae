import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyRing } from './key-ring.js';
import { LinkSigner } from './link-signer.js';

const older = `older:${randomBytes(32).toString('base64')}`;
const newer = `newer:${randomBytes(32).toString('base64')}`;
const signer = new LinkSigner(KeyRing.parse(`${newer},${older}`));

describe('LinkSigner', () => {
  it('gives back what it signed, for the same purpose alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        const token = signer.sign(Buffer.from(bytes), 'file');
        expect(signer.verify(token, 'file')?.equals(bytes)).toBe(true);
        expect(signer.verify(token, 'calendar')).toBeUndefined();
      }),
    );
  });

  it('knows links that an older key signed, and none of a stranger', () => {
    const old = new LinkSigner(KeyRing.parse(older)).sign(Buffer.from('x'), 'file');
    expect(signer.verify(old, 'file')?.toString()).toBe('x');
    const impostor = new LinkSigner(KeyRing.parse(`newer:${randomBytes(32).toString('base64')}`));
    expect(signer.verify(impostor.sign(Buffer.from('x'), 'file'), 'file')).toBeUndefined();
    const stranger = new LinkSigner(KeyRing.parse(`other:${randomBytes(32).toString('base64')}`));
    expect(signer.verify(stranger.sign(Buffer.from('x'), 'file'), 'file')).toBeUndefined();
  });

  it('knows none of which a single character was changed', () => {
    const token = signer.sign(Buffer.from('payload of a link'), 'file');
    for (const place of Array(token.length).keys()) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const altered = token.slice(0, place) + other + token.slice(place + 1);
      expect(signer.verify(altered, 'file')).toBeUndefined();
    }
    for (const text of ['', '..', 'newer.x', `${token}.x`, ` ${token}`])
      expect(signer.verify(text, 'file')).toBeUndefined();
  });
});
