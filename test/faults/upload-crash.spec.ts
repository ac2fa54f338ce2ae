import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { attachFile } from '../support/attach-file.js';
import { eventually } from '../support/eventually.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';

const PRELOAD = [join(import.meta.dirname, 'crash-preload.ts')];
const SETTINGS = { SWEEP_MS: '100', SWEEP_GRACE_MS: '100', QUEUE_LOCK_MS: '1000', UPLOAD_SETTLE_MS: '3000' };

describe('a file whose process is killed', () => {
  const databaseUrl = freshDatabaseUrl();
  const environment = testEnvironment(databaseUrl, SETTINGS);
  const spawned: SpawnedProduct[] = [];
  /** Takes requests only; the processes that are killed are others. */
  let api: TestProduct;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let lead: string;

  beforeAll(async () => {
    api = await startTestProduct({ ...environment, WORKERS: 'none' }, databaseUrl);
  });

  beforeEach(async () => {
    admin = await new ApiClient(api.url).register();
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    lead = `/api/leads/${String(body['id'])}`;
  });

  afterEach(async () => {
    await Promise.all(spawned.splice(0).map((process) => process.kill()));
  });

  afterAll(() => api.close());

  async function spawn(kind: 'api' | 'worker', step?: string): Promise<SpawnedProduct> {
    const settings = {
      LOG_LEVEL: 'info',
      ...(kind === 'api' && { WORKERS: 'none' }),
      ...(step !== undefined && { CRASH_AFTER: step }),
    };
    const process = await SpawnedProduct.start(
      { ...environment, ...settings },
      { kind, preload: step === undefined ? [] : PRELOAD },
    );
    spawned.push(process);
    return process;
  }

  const at = ({ url }: { readonly url: string }) => new ApiClient(url, admin.token);
  const names = () =>
    readdir(join(environment.STORAGE_FOLDER, admin.tenant.tenantId, 'attachments')).catch(() => []);
  const gone = () =>
    eventually('the bytes are gone', async () => (await names()).length === 0, { within: 20_000 });
  const listed = async () => {
    const { body } = await admin.get<{ totalCount: number }>(`${lead}/attachments`);
    return body.totalCount;
  };

  it('leaves no bytes when it died between the bytes and their row', async () => {
    const victim = await spawn('api', 'DiskStorage.write');
    await attachFile(at(victim), lead).catch(() => undefined);
    await victim.ended();
    expect(await names()).toHaveLength(1);
    await spawn('worker');
    await gone();
    expect(await listed()).toBe(0);
  }, 60_000);

  it('leaves no bytes when it died in the middle of them', async () => {
    const victim = await spawn('api');
    const { hostname, port } = new URL(victim.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST ${lead}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.token}\r\n` +
        'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n' +
        `--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'a'.repeat(300_000)}`,
    );
    await eventually('some bytes are there', async () =>
      (await names()).some((name) => name.endsWith('.part')),
    );
    await victim.kill();
    socket.destroy();
    await spawn('worker');
    await gone();
    expect(await listed()).toBe(0);
  }, 60_000);

  it('is there when it died after the commit', async () => {
    const victim = await spawn('api', 'AttachmentsService.attach');
    await attachFile(at(victim), lead).catch(() => undefined);
    await victim.ended();
    await spawn('worker');
    const late = await attachFile(admin, lead);
    expect(late.status).toBe(201);
    const { body } = await admin.get<{ items: { id: string }[] }>(`${lead}/attachments?sortBy=createdAt`);
    expect(body.items).toHaveLength(2);
    // Longer than bytes without a row are kept: the worker has looked at a file that was begun after it.
    const other = await spawn('api', 'DiskStorage.write');
    await attachFile(at(other), lead).catch(() => undefined);
    await eventually('the others alone are left', async () => (await names()).length === 2, {
      within: 20_000,
    });
    for (const { id } of body.items)
      expect((await admin.get(`/api/attachments/${id}/content`)).status).toBe(200);
  }, 60_000);

  it('loses its bytes although it died after the commit that removed it, or before that was noted', async () => {
    const { body } = await attachFile(admin, lead);
    const victim = await spawn('api', 'RecordErasure.erase');
    await at(victim)
      .delete(`/api/attachments/${String(body['id'])}?permanent=true`)
      .catch(() => undefined);
    await victim.ended();
    expect(await names()).toHaveLength(1);
    const worker = await spawn('worker', 'DiskStorage.remove');
    await worker.ended();
    await gone();
    await spawn('worker');
    expect(await listed()).toBe(0);
  }, 60_000);
});
