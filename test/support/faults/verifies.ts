import { createHmac } from 'node:crypto';
import type { SeenWebhook } from '../sink-process.js';

/** Whether a receiver that knows this secret alone accepts the request, by both schemes: written as a receiver would. */
export function verifies({ headers, body }: SeenWebhook, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const standard = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  const plain = createHmac('sha256', secret).update(body).digest('hex');
  const plainOnes = `${headers['x-webhook-signature']} ${headers['x-webhook-signature-previous'] ?? ''}`;
  return wordsOf(headers['webhook-signature']).includes(standard) && wordsOf(plainOnes).includes(plain);
}

function wordsOf(text = ''): string[] {
  return text.split(' ').filter((word) => word !== '');
}
