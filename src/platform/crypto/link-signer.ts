import { createHmac, hkdfSync } from 'node:crypto';
import { constantTimeEqual } from './constant-time-equal.js';
import type { EncryptionKey, KeyRing } from './key-ring.js';

const KEY_BYTES = 32;
const TOKEN = /^([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{1,300})\.([A-Za-z0-9_-]{43})$/;

/** Signs what stands in links, so that whoever has a link is known by it alone. Says nothing about when it expires. */
export class LinkSigner {
  constructor(private readonly keyRing: KeyRing) {}

  /**
   * Gives `keyId.payload.signature`, the last two in base64url.
   *
   * @param purpose a link for one purpose is none for another: `file`
   */
  sign(payload: Buffer, purpose: string): string {
    const { current } = this.keyRing;
    const signed = `${current.id}.${payload.toString('base64url')}`;
    return `${signed}.${signatureOf(signed, current, purpose)}`;
  }

  /** @returns undefined for what was altered, was signed for another purpose, or by a key that is not on the ring */
  verify(token: string, purpose: string): Buffer | undefined {
    const [, keyId = '', payload = '', signature = ''] = TOKEN.exec(token) ?? [];
    const key = this.keyRing.find(keyId);
    if (key === undefined) return undefined;
    const expected = signatureOf(`${keyId}.${payload}`, key, purpose);
    return constantTimeEqual(signature, expected) ? Buffer.from(payload, 'base64url') : undefined;
  }
}

/** With a key of its own: what is signed here says nothing about what the same key encrypts. */
function signatureOf(text: string, { key }: EncryptionKey, purpose: string): string {
  const derived = Buffer.from(hkdfSync('sha256', key, '', `link ${purpose}`, KEY_BYTES));
  return createHmac('sha256', derived).update(text).digest('base64url');
}
