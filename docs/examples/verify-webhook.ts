import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_SECONDS = 300;

/**
 * @param secrets the ones you know: one, or two while you replace it
 * @param body the bytes as they came
 */
export function verifyWebhook(
  secrets: readonly string[],
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': sentAt = '' } = headers;
  if (!(Math.abs(Date.now() / 1_000 - Number(sentAt)) <= TOLERANCE_SECONDS)) return false;
  const offered = (headers['webhook-signature'] ?? '').split(' ').map((signature) => Buffer.from(signature));
  return secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const hmac = createHmac('sha256', key).update(`${id}.${sentAt}.`).update(body);
    const expected = Buffer.from(`v1,${hmac.digest('base64')}`);
    return offered.some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  });
}
