import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { generateWebhookSecret, webhookSecretBytes } from '../endpoints/index.js';
import { signWebhook } from './webhook-signature.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const vector = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1614265330,
  body: Buffer.from('{"test": 2432232314}'),
};

describe('signWebhook', () => {
  it('gives the published vector in both schemes', () => {
    expect(signWebhook({ ...vector, secrets: [SECRET] })).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      'x-webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'x-webhook-timestamp': '1614265330',
      'x-webhook-signature': '80ec8a89ce3cd22133a1066caecb4d04fea7467657c8514d717ec42c38a5c94c',
    });
  });

  it('signs with every live secret during a rotation, the current one first', () => {
    const [newest, newer] = [generateWebhookSecret(), generateWebhookSecret()];
    const headers = signWebhook({ ...vector, secrets: [newest, newer, SECRET] });
    const alone = [newest, newer, SECRET].map((secret) => signWebhook({ ...vector, secrets: [secret] }));
    expect(headers['webhook-signature']).toBe(alone.map((each) => each['webhook-signature']).join(' '));
    const plain = alone.map((each) => each['x-webhook-signature']);
    expect(headers['x-webhook-signature']).toBe(plain[0]);
    expect(headers['x-webhook-signature-previous']).toBe(`${plain[1]} ${plain[2]}`);
  });

  it('signs bytes, not text', () => {
    const body = Buffer.from([0xff, 0x00, 0xc3]);
    const expected = createHmac('sha256', SECRET).update(body).digest('hex');
    expect(signWebhook({ ...vector, body, secrets: [SECRET] })['x-webhook-signature']).toBe(expected);
  });

  it.each([1614265330.5, -1, Number.NaN])('refuses the time %s', (timestampSeconds) => {
    expect(() => signWebhook({ ...vector, timestampSeconds, secrets: [SECRET] })).toThrow(RangeError);
  });
});

describe('generateWebhookSecret', () => {
  it('gives whsec_ and 32 bytes, new at every call', () => {
    expect(generateWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhookSecretBytes(generateWebhookSecret())).toHaveLength(32);
    expect(new Set(Array.from({ length: 50 }, generateWebhookSecret)).size).toBe(50);
  });
});

describe('webhookSecretBytes', () => {
  it.each([
    '',
    'whsec_',
    'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'whsec_c2hvcnQ=',
    'whsec_MfKQ9r8G KYqrTwjUPD8ILPZIo2LaLaSw',
  ])('refuses %j without repeating it', (secret) => {
    expect(() => webhookSecretBytes(secret)).toThrow(
      new TypeError('A webhook secret must be whsec_ followed by at least 24 bytes in base64'),
    );
  });
});
