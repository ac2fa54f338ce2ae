import { describe, expect, it } from '@jest/globals';
import { hasValidSignatures } from './verify-signatures.js';

// The vector of the Standard Webhooks reference library.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = Buffer.from('{"test": 2432232314}');
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  'x-webhook-signature': '80ec8a89ce3cd22133a1066caecb4d04fea7467657c8514d717ec42c38a5c94c',
};

describe('hasValidSignatures', () => {
  it('accepts the reference vector', () => {
    expect(hasValidSignatures({ headers: HEADERS, body: BODY }, SECRET)).toBe(true);
  });

  it('finds the right one in the list of a rotation', () => {
    const list = `v1,AAAA ${HEADERS['webhook-signature']}`;
    expect(
      hasValidSignatures({ headers: { ...HEADERS, 'webhook-signature': list }, body: BODY }, SECRET),
    ).toBe(true);
  });

  it.each([
    ['a tampered body', HEADERS, Buffer.from('{"test": 2432232315}'), SECRET],
    ['another secret', HEADERS, BODY, 'whsec_AAAA'],
    ['another timestamp', { ...HEADERS, 'webhook-timestamp': '1614265331' }, BODY, SECRET],
    ['a wrong Standard Webhooks signature', { ...HEADERS, 'webhook-signature': 'v1,AAAA' }, BODY, SECRET],
    ['no Standard Webhooks signature', { ...HEADERS, 'webhook-signature': undefined }, BODY, SECRET],
    ['a wrong plain signature', { ...HEADERS, 'x-webhook-signature': 'a'.repeat(64) }, BODY, SECRET],
    ['no plain signature', { ...HEADERS, 'x-webhook-signature': undefined }, BODY, SECRET],
  ])('refuses %s', (_, headers, body, secret) => {
    expect(hasValidSignatures({ headers, body }, secret)).toBe(false);
  });
});
