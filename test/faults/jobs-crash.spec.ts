import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { type JobBody, jobIn, jobOf } from '../support/job-caller.js';
import { queueStores } from '../support/queue-stores.js';
import { SAMPLE_TABLE } from '../support/sample-jobs/sample-jobs.kind.js';
import { SampleJobsModule } from '../support/sample-jobs/sample-jobs.module.js';
import { queryDatabase } from '../support/server-query.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';

const PRELOAD = [join(import.meta.dirname, 'sample-jobs-preload.ts')];
const SETTINGS = { SWEEP_MS: '100', QUEUE_LOCK_MS: '1000', JOB_LEASE_MS: '700', WORKERS: 'none' };
const ROWS = 20_000;
const FILL = `SET statement_timeout = 0; INSERT INTO leads
    (id, last_name, status, score, created_at, created_by, updated_at, updated_by, version)
  SELECT gen_random_uuid(), 'Doe', 'New', n, now(), gen_random_uuid(), now(), gen_random_uuid(), 1
  FROM generate_series(1, ${ROWS}) AS n`;

describe('a job whose process is killed', () => {
  let api: TestProduct;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let environment: Readonly<Record<string, string>>;
  let tenantUrl: string;
  const workers: SpawnedProduct[] = [];

  beforeAll(async () => {
    const databaseUrl = freshDatabaseUrl();
    environment = testEnvironment(databaseUrl, SETTINGS);
    api = await startTestProduct(environment, databaseUrl, [SampleJobsModule]);
    admin = await new ApiClient(api.url).register();
    const tenant = await api.app.get(TenantDirectory).find(admin.tenant.tenantId);
    tenantUrl = withDatabase(databaseUrl, tenant?.database ?? '');
    await queryDatabase(tenantUrl, SAMPLE_TABLE);
  }, 60_000);

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
  });
  afterAll(() => api.close());

  const spawn = async () => {
    const options = { kind: 'worker', preload: PRELOAD } as const;
    const worker = await SpawnedProduct.start({ ...environment, LOG_LEVEL: 'info' }, options);
    workers.push(worker);
    return worker;
  };
  const sample = async (parameters: Record<string, unknown>) =>
    (await admin.post<JobBody>('/api/sample-jobs', { body: { parameters } })).body.id;
  const progressed = (id: string, beyond: number) =>
    eventually(
      `more than ${beyond} is done`,
      async () => {
        const { progress, state } = await jobOf(admin, id);
        return progress.done > beyond || state !== 'running' ? progress.done + 1 : undefined;
      },
      { within: 30_000, every: 5 },
    );
  const numbers = async (id: string) => {
    const text = 'SELECT number FROM sample_rows WHERE job_id = $1 ORDER BY number';
    return (await queryDatabase<{ number: number }>(tenantUrl, text, [id])).map(({ number }) => number);
  };
  const counted = (to: number) => Array.from({ length: to }, (_, index) => index + 1);

  it('goes on in another, each row written once, also when the queue was emptied', async () => {
    const id = await sample({ rows: 3_000, size: 5, pause: 2 });
    let done = 0;
    for (let kills = 0; kills < 3; kills += 1) {
      const victim = await spawn();
      done = await progressed(id, done + Math.floor(Math.random() * 200));
      await victim.kill();
      const [store] = queueStores();
      await store?.flush(api.databaseUrl);
    }
    await spawn();
    const job = await jobIn(admin, id, 'completed', 60_000);
    expect(job.progress).toEqual({ done: 3_000, total: 3_000, percent: 100 });
    expect(await numbers(id)).toEqual(counted(3_000));
  }, 180_000);

  it('is handed on at once by a process that is told to stop', async () => {
    const id = await sample({ rows: 1_000_000, size: 1, pause: 2 });
    const first = await spawn();
    await progressed(id, 10);
    expect((await first.terminate()).code).toBe(0);
    const [held] = await queryDatabase<{ leased: boolean; failures: number }>(
      tenantUrl,
      'SELECT lease_until IS NOT NULL AS leased, failures FROM jobs WHERE id = $1',
      [id],
    );
    expect(held).toEqual({ leased: false, failures: 0 });
    const { progress } = await jobOf(admin, id);
    await spawn();
    await progressed(id, progress.done);
    await admin.post(`/api/jobs/${id}/cancel`);
    const ended = await jobIn(admin, id, 'cancelled');
    expect(await numbers(id)).toEqual(counted(ended.progress.done));
  }, 120_000);

  it('makes a whole file of an export, each record once', async () => {
    await queryDatabase(tenantUrl, FILL);
    const ids = [];
    for (const format of ['csv', 'xlsx']) {
      const body = { format, fields: ['score'], sort: [{ field: 'score' }] };
      ids.push((await admin.post<JobBody>('/api/leads/export', { body })).body.id);
    }
    const [csv = '', xlsx = ''] = ids;
    for (let kills = 0; kills < 2; kills += 1) {
      const victim = await spawn();
      await progressed(csv, kills * 5_000);
      await victim.kill();
    }
    await spawn();
    const fileOf = async (id: string) => {
      await jobIn(admin, id, 'completed', 90_000);
      const headers = { authorization: `Bearer ${admin.token}` };
      const response = await fetch(`${api.url}/api/jobs/${id}/result`, { headers });
      return Buffer.from(await response.arrayBuffer());
    };
    const lines = (await fileOf(csv)).toString().trimEnd().split('\r\n').slice(1);
    expect(lines.map((line) => Number(line.split(',')[1]))).toEqual(counted(ROWS));
    const [sheet] = await readWorkbook(await fileOf(xlsx));
    expect(sheet?.data.slice(1).map((row) => row[1])).toEqual(counted(ROWS));
  }, 240_000);
});
