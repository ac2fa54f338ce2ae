import { createHmac } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { auditItem, auditItems } from '../support/audit-reader.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';
import { WebhookBench } from '../support/webhook-bench.js';
import { type ReceivedWebhook, WebhookReceiver } from '../support/webhook-receiver.js';

type Body = Record<string, unknown>;

const MASK = '********';
const TOKEN = 'Bearer canary-5d1f';

describe('the settings of a webhook', () => {
  const { product, api } = useTestProduct({ WEBHOOK_SCHEDULE_PERCENT: '0' });
  const receivers: WebhookReceiver[] = [];
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let bench: WebhookBench;

  beforeAll(async () => {
    admin = await api().register();
    bench = new WebhookBench(admin);
  });

  afterEach(async () => {
    await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
  });

  async function make(settings: Body = {}, events = ['lead.created']) {
    const receiver = await WebhookReceiver.start();
    receivers.push(receiver);
    const { status, body } = await admin.post('/api/webhooks', {
      body: { url: receiver.url, events, ...settings },
    });
    expect(status).toBe(201);
    const endpoint = { id: String(body['id']), secret: String(body['secret']) };
    return { receiver, endpoint, path: `/api/webhooks/${endpoint.id}`, body };
  }

  async function next(receiver: WebhookReceiver): Promise<ReceivedWebhook> {
    const count = receiver.received.length;
    const id = await bench.lead();
    await eventually('the webhook', () =>
      receiver.received.slice(count).some(({ event }) => event.data['id'] === id),
    );
    const found = receiver.received.find(({ event }) => event.data['id'] === id);
    if (found === undefined) throw new Error('nothing came');
    return found;
  }

  it('go from GET through an edit into PUT, all of them', async () => {
    const settings = {
      filter: { and: [{ field: 'score', operator: 'gte', value: 1 }] },
      fields: ['score'],
      headers: { Authorization: TOKEN, 'X-Team': 'sales' },
      rateLimit: 120,
      retrySchedule: [0, 60, 3_600],
      description: 'mine',
      enabled: false,
    };
    const { path, body: created } = await make(settings);
    const shown = { ...settings, headers: { Authorization: MASK, 'X-Team': MASK } };
    expect(created).toMatchObject({ ...shown, secretRotatedAt: null, previousSecretsExpireAt: [] });
    const { body: got } = await admin.get(path);
    expect(got).toMatchObject(shown);
    const same = await admin.put(path, { body: got });
    expect(same).toMatchObject({ status: 200, body: { version: 1 } });
    const put = await admin.put(path, { body: { ...got, description: 'yours' } });
    expect(put).toMatchObject({ status: 200, body: { ...shown, description: 'yours', version: 2 } });
    const plain = await admin.put(path, { body: { url: got['url'], events: got['events'] } });
    expect(plain.body).toMatchObject({
      filter: null,
      fields: null,
      headers: {},
      rateLimit: null,
      retrySchedule: null,
      enabled: true,
    });
  });

  it.each<[Body, string]>([
    [{ rateLimit: 0 }, 'rateLimit'],
    [{ rateLimit: 60_001 }, 'rateLimit'],
    [{ rateLimit: 1.5 }, 'rateLimit'],
    [{ rateLimit: '5' }, 'rateLimit'],
    [{ retrySchedule: [] }, 'retrySchedule'],
    [{ retrySchedule: Array<number>(21).fill(1) }, 'retrySchedule'],
    [{ retrySchedule: [0, 86_401] }, 'retrySchedule'],
    [{ retrySchedule: [-1] }, 'retrySchedule'],
    [{ retrySchedule: [0.5] }, 'retrySchedule'],
    [{ retrySchedule: ['1'] }, 'retrySchedule'],
    [{ headers: [] }, 'headers'],
    [{ headers: null }, 'headers'],
    [{ headers: { 'X-A': 5 } }, 'headers'],
    [{ headers: { 'X-A': '' } }, 'headers.X-A'],
    [{ headers: { 'X-A': 'a\r\nX-B: c' } }, 'headers.X-A'],
    [{ headers: { 'X-A': 'ä' } }, 'headers.X-A'],
    [{ headers: { 'X-A': 'x'.repeat(2_049) } }, 'headers'],
    [{ headers: { 'X A': 'b' } }, 'headers.X A'],
    [{ headers: { 'X-A\r\n': 'b' } }, 'headers.X-A\r\n'],
    [{ headers: { 'X-A': 'b', 'x-a': 'c' } }, 'headers.x-a'],
    [{ headers: { 'X-New': MASK } }, 'headers.X-New'],
    [{ headers: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`X-${at}`, 'v'])) }, 'headers'],
    [{ secretRotatedAt: 'now', colour: 1 }, 'colour'],
  ])('are refused when they are %j', async (settings, field) => {
    const body = { url: 'https://example.com/hook', events: ['lead.created'], ...settings };
    const refused = await admin.post('/api/webhooks', { body });
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'VALIDATION_ERROR' } } });
    const { details } = refused.body['error'] as { details: { field: string }[] };
    expect(details.map((detail) => detail.field)).toContain(field);
  });

  it.each([
    'Host',
    'connection',
    'Transfer-Encoding',
    'TE',
    'Upgrade',
    'Proxy-Authorization',
    'Content-Type',
    'content-length',
    'Content-Encoding',
    'webhook-id',
    'Webhook-Signature',
    'X-Webhook-Event',
    'User-Agent',
    'Cookie',
    'Set-Cookie',
    'X-Forwarded-For',
    'Forwarded',
    'Expect',
  ])('have no header %s', async (name) => {
    const body = { url: 'https://example.com/hook', events: ['lead.created'], headers: { [name]: 'mine' } };
    const refused = await admin.post('/api/webhooks', { body });
    const details = [{ field: `headers.${name}`, message: expect.any(String) }];
    expect(refused).toMatchObject({ status: 422, body: { error: { details } } });
  });

  it('send headers whose values nobody is shown, and a mask sent back keeps one', async () => {
    const { receiver, path } = await make({ headers: { Authorization: TOKEN, 'X-Team': 'sales' } });
    expect((await next(receiver)).headers).toMatchObject({ authorization: TOKEN, 'x-team': 'sales' });
    const { body } = await admin.get(path);
    await admin.put(path, { body: { ...body, headers: { authorization: MASK, 'X-Other': 'other' } } });
    const { headers } = await next(receiver);
    expect(headers).toMatchObject({ authorization: TOKEN, 'x-other': 'other' });
    expect(headers).not.toHaveProperty('x-team');
    await admin.patch(path, { body: { headers: { Authorization: 'Basic eDp5' } } });
    expect((await next(receiver)).headers).toMatchObject({ authorization: 'Basic eDp5' });
    await admin.patch(path, { body: { headers: {} } });
    expect((await next(receiver)).headers).not.toHaveProperty('authorization');
    const stale = await admin.patch(path, {
      body: { headers: { Authorization: TOKEN } },
      headers: { 'if-match': '"1"' },
    });
    expect(stale).toMatchObject({ status: 412 });
    const log = await auditItems(admin);
    const shown = [stale.body, (await admin.get('/api/webhooks')).body, log];
    expect(JSON.stringify(shown)).not.toContain('canary');
    expect(product().proof.violations).toEqual([]);
  });

  it('are turned off and on by routes of their own, as often as one likes; events meanwhile are held', async () => {
    const { receiver, endpoint, path } = await make();
    const off = await admin.post(`${path}/disable`, { body: { reason: 'moving house' } });
    expect(off).toMatchObject({
      status: 200,
      body: { enabled: false, disabledReason: 'moving house', version: 2 },
    });
    expect(await admin.post(`${path}/disable`)).toMatchObject({ status: 200, body: { version: 2 } });
    await bench.lead();
    await bench.settled(endpoint, ['held']);
    const on = await admin.post(`${path}/enable`);
    expect(on).toMatchObject({ status: 200, body: { enabled: true, disabledReason: null, version: 3 } });
    expect(await admin.post(`${path}/enable`)).toMatchObject({ status: 200, body: { version: 3 } });
    await next(receiver);
    await bench.settled(endpoint, ['held', 'succeeded']);
    expect(receiver.received).toHaveLength(1);
  });

  it('are those of records: a test goes past filter and fields', async () => {
    const filter = { field: 'status', value: 'Qualified' };
    const headers = { 'X-Team': 'sales' };
    const { receiver, path } = await make({ filter, headers, fields: ['score'] });
    const answer = await admin.post(`${path}/test`);
    expect(answer).toMatchObject({ status: 200, body: { status: 'succeeded' } });
    const [ping] = receiver.received;
    expect(ping).toMatchObject({
      headers: { 'x-team': 'sales' },
      event: { type: 'webhook.ping', data: { webhookId: path.slice(-36), message: expect.any(String) } },
    });
  });

  it('replace the secret; both sign until the overlap is over', async () => {
    const { receiver, endpoint, path } = await make();
    const rotated = await admin.post(`${path}/secret/rotate`, { body: {} });
    expect(rotated.status).toBe(200);
    const { secret, secretRotatedAt, previousSecretsExpireAt } = rotated.body as {
      secret: string;
      secretRotatedAt: string;
      previousSecretsExpireAt: string[];
    };
    expect(secret).toMatch(/^whsec_/);
    expect(secret).not.toBe(endpoint.secret);
    const [end = ''] = previousSecretsExpireAt;
    expect(Date.parse(end) - Date.parse(secretRotatedAt)).toBe(24 * 3_600_000);
    const { headers, body, event } = await next(receiver);
    const standard = (key: string) => {
      const bytes = Buffer.from(key.replace('whsec_', ''), 'base64');
      const text = `${event.id}.${String(headers['webhook-timestamp'])}.${body.toString()}`;
      return `v1,${createHmac('sha256', bytes).update(text).digest('base64')}`;
    };
    const plain = (key: string) => createHmac('sha256', key).update(body).digest('hex');
    expect(headers).toMatchObject({
      'webhook-signature': `${standard(secret)} ${standard(endpoint.secret)}`,
      'x-webhook-signature': plain(secret),
      'x-webhook-signature-previous': plain(endpoint.secret),
    });
    const { body: shown } = await admin.get(path);
    expect(JSON.stringify(shown)).not.toContain('whsec_');
    expect(shown).toMatchObject({ secretRotatedAt, previousSecretsExpireAt });
  });

  it('have three secrets at most, and one again without overlap', async () => {
    const { receiver, path } = await make();
    const rotate = (overlapHours: unknown) => admin.post(`${path}/secret/rotate`, { body: { overlapHours } });
    const { body: second } = await rotate(168);
    const { body: third } = await rotate(1);
    const expiry = third['previousSecretsExpireAt'] as string[];
    expect(expiry).toHaveLength(2);
    const refused = await rotate(24);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED' } } });
    expect(JSON.stringify(refused.body)).toContain([...expiry].sort()[0]);
    expect(String((await next(receiver)).headers['webhook-signature']).split(' ')).toHaveLength(3);
    const { body: last } = await rotate(0);
    expect(last).toMatchObject({ previousSecretsExpireAt: [] });
    expect(new Set([second['secret'], third['secret'], last['secret']]).size).toBe(3);
    expect(String((await next(receiver)).headers['webhook-signature']).split(' ')).toHaveLength(1);
    for (const wrong of [-1, 169, 1.5, '24']) expect((await rotate(wrong)).status).toBe(422);
  });

  it('tell in the audit log that a secret was shown, never which', async () => {
    const { path } = await make();
    const { body } = await admin.post(`${path}/secret/rotate`, { body: {} });
    for (const action of ['webhook.secret-rotated', 'webhook.secret-shown']) {
      const entry = await auditItem(admin, action, `&recordId=${path.slice(-36)}`);
      expect(JSON.stringify(entry)).not.toContain(String(body['secret']).slice(6, 30));
    }
  });

  it('name events that there are; a mistake is told with the nearest', async () => {
    const body = { url: 'https://example.com/hook', events: ['lead.created', 'lead.create', 'invoice.paid'] };
    const refused = await admin.post('/api/webhooks', { body });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: {
          details: [
            { field: 'events.1', message: expect.stringContaining('did you mean lead.created?') },
            { field: 'events.2', message: expect.stringContaining('/api/webhooks/event-types') },
          ],
        },
      },
    });
  });
});
