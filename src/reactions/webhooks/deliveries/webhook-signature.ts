import { createHmac } from 'node:crypto';
import { webhookSecretBytes } from '../endpoints/index.js';

export interface WebhookToSign {
  /** Live secrets, the current one first, then those of the rotation overlap from newest to oldest. */
  readonly secrets: readonly [string, ...string[]];
  /** The event's id, the same at every attempt. */
  readonly id: string;
  /** Whole seconds since 1970: the time of this attempt. */
  readonly timestampSeconds: number;
  /** The very bytes that will be sent. */
  readonly body: Uint8Array;
}

/**
 * The headers of both signature schemes, names in lower case.
 *
 * Standard Webhooks: `webhook-id`, `webhook-timestamp`, and `webhook-signature` with one `v1,<base64>` per live secret.
 * Plain: `x-webhook-id`, `x-webhook-timestamp`, `x-webhook-signature` with the hex HMAC of the body under the current
 * secret, and during a rotation `x-webhook-signature-previous` with one value per older secret, separated by spaces.
 *
 * @throws TypeError when a secret is malformed, RangeError when the time is not whole seconds
 */
export function signWebhook({ secrets, id, timestampSeconds, body }: WebhookToSign): Record<string, string> {
  if (!Number.isSafeInteger(timestampSeconds) || timestampSeconds < 0) {
    throw new RangeError('The time of a webhook must be whole seconds since 1970');
  }
  const timestamp = String(timestampSeconds);
  const [current, ...previous] = secrets;
  const headers: Record<string, string> = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => standardSignature(secret, id, timestamp, body)).join(' '),
    'x-webhook-id': id,
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': plainSignature(current, body),
  };
  if (previous.length > 0) {
    headers['x-webhook-signature-previous'] = previous
      .map((secret) => plainSignature(secret, body))
      .join(' ');
  }
  return headers;
}

function standardSignature(secret: string, id: string, timestamp: string, body: Uint8Array): string {
  const hmac = createHmac('sha256', webhookSecretBytes(secret)).update(`${id}.${timestamp}.`).update(body);
  return `v1,${hmac.digest('base64')}`;
}

function plainSignature(secret: string, body: Uint8Array): string {
  return createHmac('sha256', Buffer.from(secret, 'utf8')).update(body).digest('hex');
}
