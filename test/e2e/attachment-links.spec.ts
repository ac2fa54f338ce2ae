import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { attachFile, fetchFile } from '../support/attach-file.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('a signed link to a file', () => {
  const { product, api } = useTestProduct({ API_URL: 'https://crm.example.com/' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function linked(expiresIn?: number) {
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const lead = `/api/leads/${String(body['id'])}`;
    const made = await attachFile(admin, lead, { name: 'page.html', bytes: '<script>alert(1)</script>' });
    const place = `/api/attachments/${String(made.body['id'])}`;
    const link = await admin.post(`${place}/link`, {
      body: { ...(expiresIn !== undefined && { expiresIn }) },
    });
    expect(link.status).toBe(200);
    const url = String(link.body['url']);
    expect(url).toMatch(/^https:\/\/crm\.example\.com\/api\/files\/[\w.-]+$/);
    return { lead, place, path: new URL(url).pathname, expiresAt: String(link.body['expiresAt']) };
  }

  const follow = (path: string, headers?: Readonly<Record<string, string>>) =>
    fetchFile({ url: product().url, token: undefined }, path, headers);

  it('gives the file to anybody, to be saved and not to be kept', async () => {
    const { path } = await linked();
    const { status, headers, bytes } = await follow(path);
    expect([status, String(bytes)]).toEqual([200, '<script>alert(1)</script>']);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(await follow(path, { range: 'bytes=1-6' })).toMatchObject({
      status: 206,
      bytes: Buffer.from('script'),
    });
  });

  it('expires, and then says so: 410', async () => {
    const { path, expiresAt } = await linked(1);
    expect(new Date(expiresAt).getTime()).toBeLessThan(Date.now() + 1_001);
    const answer = await eventually('it has expired', async () => {
      const { body, status } = await api().get(path);
      return status === 410 && body;
    });
    expect(answer).toMatchObject({ error: { code: 'LINK_EXPIRED' } });
  });

  it.each([0, -1, 604_801, 1.5, '60', null])('is not made for %j seconds', async (expiresIn) => {
    const { place } = await linked();
    expect(await admin.post(`${place}/link`, { body: { expiresIn } })).toMatchObject({ status: 422 });
  });

  it('leads nowhere when it was altered: 404', async () => {
    const { path } = await linked();
    const [start = '', keyId = '', payload = '', signature = ''] =
      /^(.*\/)([^.]+)\.([^.]+)\.([^.]+)$/.exec(path)?.slice(1) ?? [];
    const bytes = Buffer.from(payload, 'base64url');
    bytes.writeUIntBE(bytes.readUIntBE(32, 6) + 1_000, 32, 6);
    for (const token of [
      `${keyId}.${bytes.toString('base64url')}.${signature}`,
      `${keyId}.${payload}.${'A'.repeat(43)}`,
      `other.${payload}.${signature}`,
      payload,
      'x',
    ])
      expect(await api().get(`${start}${token}`)).toMatchObject({
        status: 404,
        body: { error: { code: 'NOT_FOUND' } },
      });
  });

  it('leads nowhere once the file or its record is deleted, and back with it', async () => {
    const { lead, path, place } = await linked();
    for (const gone of [lead, place]) {
      await admin.delete(gone);
      expect((await follow(path)).status).toBe(404);
      await admin.post(`${gone}/restore`);
      expect((await follow(path)).status).toBe(200);
    }
  });

  it('leads nowhere while its tenant is being closed', async () => {
    const { path } = await linked();
    const closed = await admin.delete(`/api/organizations/${admin.tenant.tenantId}`);
    expect(closed.status).toBeLessThan(300);
    await eventually('it is closed', async () => (await follow(path)).status === 404);
  });
});
