import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

const REFUSED_URLS = [
  'https://10.0.0.1/hook',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'http://169.254.169.254/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://0.0.0.0/',
  'https://[::]/',
  'https://0x0a000001/',
  'https://167772161/',
  'https://012.0.0.1/',
  'https://10.1/',
  'https://255.255.255.255/',
  'https://224.0.0.1/',
  'https://metadata.google.internal/',
  'https://printer.local/',
  'https://intranet/',
  'https://user:secret@example.com/',
  'https://user@example.com/',
  'https://example.com:22/',
  'https://example.com:6379/',
  'https://example.com:80/',
  'http://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com/',
  'javascript:alert(1)',
  '//example.com/',
  'example.com',
  'https://',
  'https://exa mple.com/',
  'https://example.com\\@10.0.0.1/',
  `https://example.com/${'x'.repeat(2_100)}`,
];

describe('a webhook that cannot be', () => {
  const { api } = useTestProduct({ WEBHOOK_ENDPOINTS: '3' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let path: string;
  let before: unknown;

  const good = { url: 'https://example.com/hook', events: ['lead.created'] };

  beforeAll(async () => {
    admin = await api().register();
    const created = await admin.post('/api/webhooks', { body: good });
    path = `/api/webhooks/${String(created.body['id'])}`;
    before = (await admin.get('/api/webhooks')).body;
  });

  async function refuse(change: Record<string, unknown>, field: string): Promise<void> {
    const answers = [
      await admin.post('/api/webhooks', { body: { ...good, ...change } }),
      await admin.put(path, { body: { ...good, ...change } }),
      await admin.patch(path, { body: change }),
    ];
    for (const { status, body } of answers) {
      const details = [{ field, message: expect.any(String) }];
      expect({ status, body }).toMatchObject({
        status: 422,
        body: { error: { code: 'VALIDATION_ERROR', details } },
      });
      expect(JSON.stringify(body)).not.toMatch(/whsec_|secret@/);
    }
    expect((await admin.get('/api/webhooks')).body).toEqual(before);
  }

  it.each(REFUSED_URLS)('is refused with the URL %s', (url) => refuse({ url }, 'url'));

  it.each([[5], [null], [['https://example.com']], [{}], ['']])('is refused with the URL %j', (url) =>
    refuse({ url }, 'url'),
  );

  it.each([
    [[], 'events'],
    [['lead.exploded'], 'events.0'],
    [['lead.created', 'toString'], 'events.1'],
    [['webhook.created'], 'events.0'],
    [['lead.created.*'], 'events.0'],
    ['lead.created', 'events'],
    [null, 'events'],
    [[5], 'events'],
  ])('is refused with the events %j', (events, field) => refuse({ events }, field));

  it('is refused with a secret of its own, or a flag that is none', async () => {
    await refuse({ secret: 'whsec_mine' }, 'secret');
    await refuse({ sealedSecret: 'x' }, 'sealedSecret');
    await refuse({ enabled: 'yes' }, 'enabled');
    await refuse({ enabled: null }, 'enabled');
  });

  it('is refused when there are enough', async () => {
    for (let index = 0; index < 2; index += 1) await admin.post('/api/webhooks', { body: good });
    const refused = await admin.post('/api/webhooks', { body: good });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED' } } });
    expect((await admin.get('/api/webhooks')).body).toMatchObject({ totalCount: 3 });
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.post('/api/webhooks', { body: good })).status).toBe(201);
  });

  it('is not restored beyond what there may be', async () => {
    const { body } = await admin.get('/api/webhooks');
    expect(body).toMatchObject({ totalCount: 3 });
    const restored = await admin.post(`${path}/restore`);
    expect(restored).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED' } } });
    expect((await admin.get('/api/webhooks')).body).toMatchObject({ totalCount: 3 });
  });
});
