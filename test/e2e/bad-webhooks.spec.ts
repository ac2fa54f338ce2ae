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
  // Forms of addresses that are not public.
  'https://10.0.0.1./',
  'https://0xa9.0xfe.0xa9.0xfe/',
  'https://0251.0376.0251.0376/',
  'https://2852039166/',
  'https://169.254.43518/',
  'https://192.168.257/',
  'https://168.63.129.16/',
  'https://198.18.0.1/',
  'https://192.0.2.1/',
  'https://240.0.0.1/',
  'https://[::ffff:192.168.0.1]/',
  'https://[::ffff:0:10.0.0.1]/',
  'https://[::10.0.0.1]/',
  'https://[64:ff9b::a00:1]/',
  'https://[2002:a00:1::]/',
  'https://[2001:db8::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://[fe80::1%25eth0]/',
  'https://\uff11\uff10.0.0.1/',
  'https://10\u30020\u30020\u30021/',
  'https://10%2e0.0.1/',
  'https://metadata.google.internal./',
  'https://host.docker.internal/',
  'https://redis/',
  'https://nas.lan/',
  'https://service.home.arpa/',
  // Public ones that are not written as they are read.
  'https://0x08080808/',
  'https://134744072/',
  'https://010.8.8.8/',
  'https://8.8.2056/',
  // Hosts that people would take for others.
  'https://\u0430pple.com/',
  'https://xn--pple-43d.com/',
  'https://аррӏе.com/',
  'https://g\u03bf\u03bfgle.com/',
  'https://\u0131cloud.com/',
  'https://\uff45xample.com/',
  'https://example\u3002com/',
  'https://example\uff0ecom/',
  'https://ex%61mple.com/',
  'https://exam\u200bple.com/',
  'https://exam\u00adple.com/',
  // Schemes, ports and users.
  'http://example.com:8443/',
  'ws://example.com/',
  'data:text/plain,x',
  'https:example.com',
  'https:\\\\example.com\\',
  'https://example.com:443@10.0.0.1/',
  'https://:secret@example.com/',
  'https://example.com:3000/',
  'https://example.com:0/',
  'https://example.com:65536/',
  'https://example.com../',
  'https://a..example.com/',
  `https://${'a'.repeat(64)}.com/`,
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

  it('is taken with a name in another alphabet, which answers show as it is dialled', async () => {
    const url = 'https://bücher.example/hook#part';
    const { body: answer } = await admin.patch(path, { body: { url } });
    expect(answer).toMatchObject({ url: 'https://xn--bcher-kva.example/hook' });
    const again = await admin.patch(path, { body: { url: answer['url'] } });
    expect(again.body).toMatchObject({ url: answer['url'], version: answer['version'] });
    await admin.patch(path, { body: { url: good.url } });
    before = (await admin.get('/api/webhooks')).body;
  });

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
