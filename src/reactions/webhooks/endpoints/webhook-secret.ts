import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** The shortest key the Standard Webhooks specification allows. */
const LEAST_BYTES = 24;

/** A new signing secret: `whsec_` and 32 random bytes in base64, 50 characters in all. */
export function generateWebhookSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/**
 * The bytes that a secret stands for in the Standard Webhooks scheme.
 * @throws TypeError when it is not `whsec_` and at least 24 bytes in base64; the message does not repeat it
 */
export function webhookSecretBytes(secret: string): Buffer {
  const encoded = secret.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  if (!secret.startsWith(PREFIX) || !BASE64.test(encoded) || bytes.length < LEAST_BYTES) {
    throw new TypeError('A webhook secret must be whsec_ followed by at least 24 bytes in base64');
  }
  return bytes;
}
