import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { KeyRing } from './key-ring.js';
import { SecretBoxError } from './secret-box-error.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]*)$/;

interface SealedParts {
  readonly keyId: string;
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly ciphertext: Buffer;
}

/**
 * Authenticated encryption of short secrets at rest (AES-256-GCM).
 *
 * The associated data is not stored: it ties the sealed text to its place (tenant, record), so that a text copied
 * to another row does not open there.
 */
export class SecretBox {
  constructor(private readonly keyRing: KeyRing) {}

  /** Gives `keyId.iv.tag.ciphertext`, the last three in base64url; a different text at every call. */
  seal(plaintext: string, associatedData: string): string {
    const { id, key } = this.keyRing.current;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(associatedData, 'utf8'));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return [id, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws SecretBoxError when the text is malformed, its key is not on the ring, or anything was changed */
  open(sealed: string, associatedData: string): string {
    const parts = split(sealed);
    const entry = this.keyRing.find(parts.keyId);
    if (!entry) throw new SecretBoxError('unknown-key');
    return decipher(entry.key, parts, associatedData);
  }

  /** False for a text that an older key sealed and that should be sealed anew. */
  isSealedWithCurrentKey(sealed: string): boolean {
    return split(sealed).keyId === this.keyRing.current.id;
  }
}

function split(sealed: string): SealedParts {
  const [, keyId, iv, tag, ciphertext] = SEALED.exec(sealed) ?? [];
  if (keyId === undefined || iv === undefined || tag === undefined || ciphertext === undefined) {
    throw new SecretBoxError('malformed');
  }
  return {
    keyId,
    iv: Buffer.from(iv, 'base64url'),
    tag: Buffer.from(tag, 'base64url'),
    ciphertext: Buffer.from(ciphertext, 'base64url'),
  };
}

function decipher(key: KeyObject, parts: SealedParts, associatedData: string): string {
  const cipher = createDecipheriv(ALGORITHM, key, parts.iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(associatedData, 'utf8'));
  cipher.setAuthTag(parts.tag);
  const opened = cipher.update(parts.ciphertext);
  try {
    return Buffer.concat([opened, cipher.final()]).toString('utf8');
  } catch {
    // Node's own message tells no more than this, and its error has no stable code.
    throw new SecretBoxError('tampered');
  }
}
