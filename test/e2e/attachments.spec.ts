import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sha256Hex } from '../../src/platform/crypto/index.js';
import { StorageConfig } from '../../src/platform/config/storage.config.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { attachFile, fetchFile, PNG } from '../support/attach-file.js';
import { eventually } from '../support/eventually.js';
import { FeedReader } from '../support/feed-reader.js';
import { rawRequest } from '../support/raw-request.js';
import { itWhere } from '../support/only-where.js';
import { hasS3Server, startS3Server } from '../support/s3-server.js';
import { startTestProduct } from '../support/test-product.js';
import { useTestProduct } from '../support/use-test-product.js';

const MEBIBYTE = 1024 * 1024;

describe('attachments', () => {
  const { product, api } = useTestProduct({ DEFAULT_PLAN: 'free', RATE_LIMIT_FREE: '100000' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let lead: string;

  beforeAll(async () => {
    admin = await api().register();
  });

  beforeAll(async () => {
    lead = `/api/leads/${await idOf('/api/leads', { lastName: 'Doe' })}`;
  });

  async function idOf(path: string, body: unknown): Promise<string> {
    return String((await admin.post(path, { body })).body['id']);
  }

  /** Files of the tenant that are on the disk. */
  async function stored(): Promise<number> {
    const { folder } = product().app.get(StorageConfig);
    const names = await readdir(join(folder, admin.tenant.tenantId, 'attachments')).catch(() => []);
    return names.length;
  }

  const used = async () => {
    const { body } = await admin.get<{ quotas: { name: string; used: number }[] }>('/api/usage');
    return body.quotas.find(({ name }) => name === 'storageBytes')?.used;
  };

  it('stand in the timeline of their record, until they are deleted', async () => {
    const record = `/api/leads/${await idOf('/api/leads', { lastName: 'Timely' })}`;
    const { body } = await attachFile(admin, record, { name: 'offer.txt' });
    const shown = async () =>
      (await admin.get<{ items: unknown[] }>(`${record}/timeline?types=attachment`)).body.items;
    expect(await shown()).toMatchObject([
      { type: 'attachment', recordId: body['id'], title: 'offer.txt', kind: 'text/plain' },
    ]);
    await admin.delete(`/api/attachments/${String(body['id'])}`);
    expect(await shown()).toEqual([]);
  });

  it('come back as they were sent, from records of every type', async () => {
    for (const [path, body] of [
      ['/api/contacts', { lastName: 'Doe' }],
      ['/api/companies', { name: 'Files and more' }],
      ['/api/activities', { kind: 'note' }],
    ] as const) {
      const record = `${path}/${await idOf(path, body)}`;
      const sent = {
        name: 'Grüße – 東京.png',
        type: 'image/png',
        bytes: PNG,
        fields: { description: 'Logo' },
      };
      const { status, headers, body: made } = await attachFile(admin, record, sent);
      expect({ status, made }).toMatchObject({
        status: 201,
        made: {
          name: 'Grüße – 東京.png',
          description: 'Logo',
          contentType: 'image/png',
          size: PNG.length,
          sha256: sha256Hex(PNG),
          recordId: record.split('/')[3],
          version: 1,
        },
      });
      expect(made).not.toHaveProperty('storageKey');
      const place = `/api/attachments/${String(made['id'])}`;
      expect(headers.get('location')).toBe(place);
      expect((await admin.get(place)).body).toEqual(made);
      const list = await admin.get(
        `${record}/attachments?name=Gr%C3%BC%C3%9Fe%20%E2%80%93%20%E6%9D%B1%E4%BA%AC.png`,
      );
      expect(list.body).toMatchObject({ items: [made], totalCount: 1 });
      const file = await fetchFile(admin, `${place}/content`, { 'accept-encoding': 'gzip' });
      expect(file.bytes.equals(PNG)).toBe(true);
      expect(Object.fromEntries(file.headers)).toMatchObject({
        'content-type': 'image/png',
        'content-length': String(PNG.length),
        'content-disposition':
          `attachment; filename="Gr__e _ __.png"; filename*=UTF-8''` +
          'Gr%C3%BC%C3%9Fe%20%E2%80%93%20%E6%9D%B1%E4%BA%AC.png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        etag: `"${sha256Hex(PNG)}"`,
      });
    }
  });

  it('give ranges, and nothing to who has them', async () => {
    const { body } = await attachFile(admin, lead, { bytes: '0123456789' });
    const content = `/api/attachments/${String(body['id'])}/content`;
    const part = await fetchFile(admin, content, { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), String(part.bytes)]).toEqual([
      206,
      'bytes 2-4/10',
      '234',
    ]);
    const beyond = await fetchFile(admin, content, { range: 'bytes=10-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    const etag = part.headers.get('etag') ?? '';
    expect(await fetchFile(admin, content, { 'if-none-match': etag })).toMatchObject({ status: 304 });
    const changed = await fetchFile(admin, content, { range: 'bytes=2-4', 'if-range': '"another"' });
    expect(changed.status).toBe(200);
  });

  it('are refused over 25 MiB, whether their length is told or not, and leave nothing', async () => {
    const before = [await stored(), await used()];
    const bytes = Buffer.alloc(25 * MEBIBYTE + 1);
    expect(await attachFile(admin, lead, { bytes })).toMatchObject({
      status: 413,
      body: { error: { code: 'PAYLOAD_TOO_LARGE' } },
    });
    const head =
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: a/b\r\n\r\n';
    const chunked = await rawRequest(product().url, {
      method: 'POST',
      path: `${lead}/attachments`,
      headers: {
        authorization: `Bearer ${admin.token}`,
        'content-type': 'multipart/form-data; boundary=x',
        'transfer-encoding': 'chunked',
      },
      body: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--x--\r\n')]),
    });
    expect(chunked.status).toBe(413);
    expect([await stored(), await used()]).toEqual(before);
  });

  it('are refused when they are not what they are said to be, and leave nothing', async () => {
    const before = [await stored(), await used()];
    const fake = { name: 'offer.pdf', type: 'application/pdf', bytes: PNG };
    expect(await attachFile(admin, lead, fake)).toMatchObject({
      status: 422,
      body: { error: { code: 'CONTENT_TYPE_MISMATCH', details: [{ field: 'file' }] } },
    });
    const text = Buffer.concat([Buffer.alloc(200_000, 'a'), Buffer.from([0])]);
    expect(await attachFile(admin, lead, { type: 'text/csv', bytes: text })).toMatchObject({ status: 422 });
    expect([await stored(), await used()]).toEqual(before);
  });

  it('are refused without a record, a file, or with what no form has, and leave nothing', async () => {
    const before = await stored();
    const nowhere = lead.replace(/.{4}$/, '0000');
    for (const [record, sent, status] of [
      [nowhere, {}, 404],
      ['/api/nothings/' + lead.slice(11), {}, 404],
      ['/api/users/' + admin.tenant.userId, {}, 404],
      [lead, { fields: { colour: 'red' } }, 422],
      [lead, { bytes: '' }, 422],
      [lead, { headers: { 'content-type': 'application/json' } }, 400],
      [lead, { headers: { 'content-type': 'multipart/form-data' } }, 415],
      [lead, { headers: { 'content-type': 'multipart/form-data; boundary=other' } }, 400],
    ] as const)
      expect({ sent, ...(await attachFile(admin, record, sent)) }).toMatchObject({ sent, status });
    expect(await admin.post(`${lead}/attachments`, { body: {} })).toMatchObject({ status: 415 });
    expect(await stored()).toBe(before);
  });

  it('are made once for one key, never by a trial, and leave no second file', async () => {
    const before = await stored();
    const trial = await attachFile(admin, lead, { query: '?dryRun=true' });
    expect([trial.status, trial.headers.get('dry-run')]).toEqual([201, 'true']);
    expect(await stored()).toBe(before);
    const headers = { 'idempotency-key': 'once' };
    const first = await attachFile(admin, lead, { headers });
    const again = await attachFile(admin, lead, { headers });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(await attachFile(admin, lead, { headers, bytes: 'other' })).toMatchObject({
      status: 422,
      body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } },
    });
    expect(await stored()).toBe(before + 1);
  });

  it('change their name and description, and tell of each change', async () => {
    const feed = await FeedReader.fromEnd(admin);
    const { body } = await attachFile(admin, lead);
    const place = `/api/attachments/${String(body['id'])}`;
    const changed = await admin.patch(place, { body: { name: '../a\u202eb.txt', description: 'Text' } });
    expect(changed.body).toMatchObject({ name: 'ab.txt', description: 'Text', version: 2 });
    expect((await admin.patch(place, { body: { size: 1 } })).status).toBe(200);
    expect((await admin.patch(place, { body: { storageKey: 'x' } })).status).toBe(422);
    expect((await admin.put(place, { body: { name: 'c.txt' } })).body).toMatchObject({
      description: null,
      size: 4,
    });
    expect((await admin.delete(place)).status).toBe(204);
    expect((await fetchFile(admin, `${place}/content`)).status).toBe(404);
    expect((await admin.post(`${place}/restore`)).status).toBe(200);
    expect(String((await fetchFile(admin, `${place}/content`)).bytes)).toBe('text');
    const verbs = ['created', 'updated', 'updated', 'deleted', 'restored'];
    const events = await feed.until('all events', (all) => all.length >= verbs.length);
    expect(events.map(({ type }) => type)).toEqual(verbs.map((verb) => `attachment.${verb}`));
    expect(JSON.stringify(events)).not.toContain('storageKey');
  });

  it('go for good with their bytes, deleted or not, and give their room back', async () => {
    const before = [await stored(), await used()];
    const feed = await FeedReader.fromEnd(admin);
    const [live, deleted] = [await attachFile(admin, lead), await attachFile(admin, lead)];
    expect(await used()).toBe((before[1] ?? 0) + 8);
    await admin.delete(`/api/attachments/${String(deleted.body['id'])}`);
    expect(await used()).toBe((before[1] ?? 0) + 8);
    for (const { body } of [live, deleted]) {
      const place = `/api/attachments/${String(body['id'])}`;
      expect((await admin.delete(`${place}?permanent=true&dryRun=true`)).status).toBe(202);
      expect((await admin.delete(`${place}?permanent=true`)).status).toBe(202);
      expect((await admin.delete(`${place}?permanent=true`)).status).toBe(404);
      expect((await admin.post(`${place}/restore`)).status).toBe(404);
    }
    await eventually('the bytes are gone', async () => (await stored()) === before[0]);
    await eventually('the room is given back', async () => (await used()) === before[1]);
    const events = await feed.until(
      'both erasures',
      (all) => all.filter(({ type }) => type === 'attachment.erased').length === 2,
    );
    expect(events.filter(({ type }) => type === 'attachment.deleted')).toHaveLength(2);
  });

  it('are found by their names, and listed over all records', async () => {
    const { body } = await attachFile(admin, lead, { name: 'quarterly-zebra.txt' });
    const found = await admin.get<{ items: unknown[] }>('/api/search?q=zebra');
    expect(found.body.items).toMatchObject([
      { resource: 'attachments', id: body['id'], title: 'quarterly-zebra.txt' },
    ]);
    const listed = await admin.get(`/api/attachments?name=quarterly-zebra.txt`);
    expect(listed.body).toMatchObject({ items: [{ id: body['id'] }], totalCount: 1 });
  });
});

describe('attachments within a quota', () => {
  const { api } = useTestProduct({ DEFAULT_PLAN: 'free', QUOTA_STORAGE_MEBIBYTES_FREE: '1' });

  it('are refused when the plan holds no more: 403', async () => {
    const admin = await api().register();
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const lead = `/api/leads/${String(body['id'])}`;
    expect((await attachFile(admin, lead, { bytes: Buffer.alloc(MEBIBYTE - 1, 1) })).status).toBe(201);
    expect(await attachFile(admin, lead, { bytes: 'ab' })).toMatchObject({
      status: 403,
      body: { error: { code: 'QUOTA_EXCEEDED', details: [{ field: 'storageBytes', used: MEBIBYTE - 1 }] } },
    });
    expect((await attachFile(admin, lead, { bytes: 'a' })).status).toBe(201);
  });
});

describe('attachments behind the S3 API', () => {
  itWhere(hasS3Server())('come back as they were sent, and go for good', async () => {
    const server = await startS3Server();
    const { endpoint, bucket, credentials } = server.settings;
    const product = await startTestProduct({
      STORAGE_DRIVER: 's3',
      STORAGE_ENDPOINT: endpoint,
      STORAGE_BUCKET: bucket,
      STORAGE_PATH_STYLE: 'true',
      STORAGE_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
      STORAGE_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
    });
    try {
      const admin = await new ApiClient(product.url).register();
      const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
      const bytes = Buffer.alloc(12 * MEBIBYTE, 'many bytes ');
      const made = await attachFile(admin, `/api/leads/${String(body['id'])}`, { bytes });
      const place = `/api/attachments/${String(made.body['id'])}`;
      expect((await fetchFile(admin, `${place}/content`)).bytes.equals(bytes)).toBe(true);
      expect(await server.list()).toHaveLength(1);
      await admin.delete(`${place}?permanent=true`);
      await eventually('the object is gone', async () => (await server.list()).length === 0);
    } finally {
      await product.close();
      await server.close();
    }
  });
});
