import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import type { TokenAlgorithm } from '../../../platform/config/security.config.js';
import type { SigningKey } from './signing-key.js';

export type KeyPair = Pick<SigningKey, 'privateKey' | 'verifyingKey'>;

const HS256_BYTES = 32;

/** Fresh random material as text: base64url of an HMAC key, PEM of an Ed25519 key. Seal it before it is stored. */
export function newKeyMaterial(algorithm: TokenAlgorithm): string {
  switch (algorithm) {
    case 'HS256':
      return randomBytes(HS256_BYTES).toString('base64url');
    case 'EdDSA':
      return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  }
}

/** The public half is worked out, not stored: nobody who can write to the table can have a key of theirs published. */
export function readKeyMaterial(algorithm: TokenAlgorithm, material: string): KeyPair {
  switch (algorithm) {
    case 'HS256':
      return secretPair(Buffer.from(material, 'base64url'));
    case 'EdDSA': {
      const privateKey = createPrivateKey(material);
      return { privateKey, verifyingKey: createPublicKey(privateKey) };
    }
  }
}

export function secretPair(secret: Buffer): KeyPair {
  const key = createSecretKey(secret);
  return { privateKey: key, verifyingKey: key };
}
