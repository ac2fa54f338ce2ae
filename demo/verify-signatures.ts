import { createHmac, timingSafeEqual } from 'node:crypto';

/** The parts of a delivery its signatures are made of. */
export interface SignedDelivery {
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes as received: parsing and serialising again would change them. */
  body: Buffer;
}

/** Whether both signatures hold: Standard Webhooks (`webhook-signature`) and the plain one (`X-Webhook-Signature`). */
export function hasValidSignatures(delivery: SignedDelivery, secret: string): boolean {
  return standardHolds(delivery, secret) && plainHolds(delivery, secret);
}

// One of a space-separated list has to match: during a rotation there is one for each live secret.
function standardHolds({ headers, body }: SignedDelivery, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key)
    .update(`${text(headers['webhook-id'])}.${text(headers['webhook-timestamp'])}.`)
    .update(body)
    .digest('base64');
  const offered = text(headers['webhook-signature']).split(' ');
  return offered.some((signature) => equal(signature, `v1,${expected}`));
}

function plainHolds({ headers, body }: SignedDelivery, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  return equal(text(headers['x-webhook-signature']), expected);
}

function text(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
