/**
 * A webhook receiver that trusts nothing it cannot verify: `WEBHOOK_SECRET=whsec_… node docs/examples/webhook-receiver.mjs`.
 * It listens on 127.0.0.1:4000 (PORT) and prints one line per event.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

const { WEBHOOK_SECRET: secret = '', PORT: port = '4000' } = process.env;
const TOLERANCE_SECONDS = 300;
/** A delivery may come more than once. In earnest this is a table with a unique key. */
const seen = new Set();

function verify(headers, body) {
  const {
    'webhook-id': id = '',
    'webhook-timestamp': timestamp = '',
    'webhook-signature': offered = '',
  } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
  const expected = Buffer.from(`v1,${hmac.digest('base64')}`);
  // One signature per live secret: during a rotation there are several.
  return offered.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

createServer(async (request, response) => {
  const body = await buffer(request);
  if (!verify(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  const event = JSON.parse(body.toString());
  if (!seen.has(event.id)) console.log(`${event.type} ${event.data.id} version ${event.recordVersion}`);
  seen.add(event.id);
  response.writeHead(204).end();
}).listen(Number(port), '127.0.0.1');
