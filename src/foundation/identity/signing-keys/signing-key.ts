import type { KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../../../platform/config/security.config.js';

/** The key that JWT_SECRET is: it signs until the first rotation, and stands for tokens that name no key. */
export const BOOTSTRAP_KID = 'bootstrap';

/** What the key can do now: sign from its moment on, only verify, nothing any more. */
export type SigningKeyState = 'pending' | 'signing' | 'verifying' | 'over';

/** What is known of a key besides its material. */
export interface KeyFacts {
  /** Names the key in a token's header. */
  readonly kid: string;
  readonly algorithm: TokenAlgorithm;
  readonly createdAt: Date;
  readonly activatesAt: Date;
  /** Null until another key takes its place. */
  readonly verifiesUntil: Date | null;
}

/** A key of access tokens. It has one algorithm: no token can choose another for it. */
export interface SigningKey extends KeyFacts {
  /** The same object as long as the key is the same. */
  readonly privateKey: KeyObject;
  readonly verifyingKey: KeyObject;
}

export function isOver({ verifiesUntil }: KeyFacts, now: Date): boolean {
  return verifiesUntil !== null && verifiesUntil <= now;
}

/** The one that signs at this moment: of those that may, the one that may since last. */
export function signingAt<Key extends KeyFacts>(keys: Iterable<Key>, now: Date): Key | undefined {
  let newest: Key | undefined;
  for (const key of keys) {
    if (key.activatesAt > now || isOver(key, now)) continue;
    if (newest === undefined || key.activatesAt > newest.activatesAt) newest = key;
  }
  return newest;
}
