import { randomBytes } from 'node:crypto';

/** Fewer than 128 bits could be guessed. */
const LEAST_BYTES = 16;

/**
 * A random token in base64url without padding: 43 characters for the usual 32 bytes.
 * @throws RangeError below 16 bytes
 */
export function randomToken(bytes = 32): string {
  if (!Number.isInteger(bytes) || bytes < LEAST_BYTES) {
    throw new RangeError(`A random token needs at least ${LEAST_BYTES} bytes`);
  }
  return randomBytes(bytes).toString('base64url');
}
