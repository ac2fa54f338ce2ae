import { createSecretKey, type KeyObject } from 'node:crypto';
import { EncryptionKeyError } from './encryption-key-error.js';

const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** 32 random bytes hold about 30 different values; fewer than this happens once in 10^30 keys. */
const LEAST_DISTINCT_BYTES = 12;

/** One symmetric key. The material sits in a `KeyObject`, which no logger or inspector prints. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The keys that seal secrets at rest: the first seals, every one of them opens. */
export class KeyRing {
  private constructor(
    readonly current: EncryptionKey,
    private readonly keys: ReadonlyMap<string, EncryptionKey>,
  ) {}

  /**
   * Reads `id:base64(32 bytes)[,id:base64 …]`, current key first.
   * @throws EncryptionKeyError when an entry is malformed, repeated or plainly not random
   */
  static parse(text: string): KeyRing {
    const entries = text.split(',').map((entry, index) => parseEntry(entry.trim(), index + 1));
    const keys = new Map<string, EncryptionKey>();
    for (const entry of entries) {
      if (keys.has(entry.id)) throw new EncryptionKeyError(`Encryption key id "${entry.id}" is given twice`);
      keys.set(entry.id, entry);
    }
    const [current] = entries;
    if (!current) throw new EncryptionKeyError('At least one encryption key is needed');
    return new KeyRing(current, keys);
  }

  find(id: string): EncryptionKey | undefined {
    return this.keys.get(id);
  }
}

function parseEntry(entry: string, place: number): EncryptionKey {
  const separator = entry.indexOf(':');
  const id = entry.slice(0, Math.max(separator, 0));
  if (!KEY_ID.test(id)) {
    throw new EncryptionKeyError(
      `Encryption key number ${place} must have the form id:base64, the id being 1 to 32 letters, digits, _ or -`,
    );
  }
  const encoded = entry.slice(separator + 1);
  const material = BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
  if (material.length !== KEY_BYTES) {
    throw new EncryptionKeyError(`Encryption key "${id}" must be ${KEY_BYTES} bytes in base64`);
  }
  if (looksWeak(material)) {
    throw new EncryptionKeyError(
      `Encryption key "${id}" is not random: make one with "openssl rand -base64 ${KEY_BYTES}"`,
    );
  }
  return { id, key: createSecretKey(material) };
}

function looksWeak(material: Buffer): boolean {
  const fewValues = new Set(material).size < LEAST_DISTINCT_BYTES;
  const readableText = material.every((byte) => byte >= 0x20 && byte < 0x7f);
  return fewValues || readableText;
}
