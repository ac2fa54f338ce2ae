import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { errorsOf, importTable } from '../support/import-file.js';
import { jobIn, jobOf } from '../support/job-caller.js';
import { queryDatabase } from '../support/server-query.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';

const KILLS = Number(process.env['IMPORT_KILLS'] ?? 3);
const ROWS = 1_000 + KILLS * 1_500;
const BAD = 17;
const SETTINGS = { SWEEP_MS: '100', QUEUE_LOCK_MS: '1000', JOB_LEASE_MS: '700', WORKERS: 'none' };
/** Of each row of the table, and of each event, how many records there are. */
const STORED = `SELECT external_id AS "externalId", count(*)::integer AS count,
    (SELECT count(*)::integer FROM journal WHERE record_id = ANY (array_agg(contacts.id)) AND type = 'contact.created') AS events
  FROM contacts WHERE deleted_at IS NULL GROUP BY external_id ORDER BY external_id::integer`;

const isBad = (row: number) => row % BAD === 0;
const rowNumbers = Array.from({ length: ROWS }, (_, index) => index + 1);
const goodRows = rowNumbers.filter((row) => !isBad(row));
const table = ['ID,E-mail,Note']
  .concat(rowNumbers.map((row) => `${row},${isBad(row) ? 'nobody' : `p${row}@example.com`},"ü, ${row}\n"`))
  .join('\n');

describe('an import whose process is killed', () => {
  let api: TestProduct;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let environment: Readonly<Record<string, string>>;
  let tenantUrl: string;
  const workers: SpawnedProduct[] = [];

  beforeAll(async () => {
    const databaseUrl = freshDatabaseUrl();
    environment = testEnvironment(databaseUrl, SETTINGS);
    api = await startTestProduct(environment, databaseUrl);
    admin = await new ApiClient(api.url).register();
    const tenant = await api.app.get(TenantDirectory).find(admin.tenant.tenantId);
    tenantUrl = withDatabase(databaseUrl, tenant?.database ?? '');
  }, 60_000);

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
  });
  afterAll(() => api.close());

  const spawn = async () => {
    const worker = await SpawnedProduct.start({ ...environment, LOG_LEVEL: 'info' }, { kind: 'worker' });
    workers.push(worker);
    return worker;
  };
  /** Kills a worker soon after it has done something, at no point in particular. */
  const killOne = async (id: string) => {
    const { version } = await jobOf(admin, id);
    const victim = await spawn();
    const moved = async () => (await jobOf(admin, id)).version > version + 1;
    await eventually('the job goes on', moved, { within: 30_000, every: 5 });
    await pause(Math.random() * 60);
    await victim.kill();
  };

  it('goes on in another, each row written once, and is undone whole although that is killed too', async () => {
    const { body } = await importTable(admin, 'contacts', { table, name: 'contacts.csv' });
    let interrupted = 0;
    for (let kills = 0; kills < KILLS; kills += 1) {
      await killOne(body.id);
      if ((await jobOf(admin, body.id)).state === 'running') interrupted += 1;
    }
    expect(interrupted).toBeGreaterThan(0);
    await spawn();
    const job = await jobIn(admin, body.id, 'completed', 120_000);
    expect(job['counts']).toMatchObject({
      rows: ROWS,
      created: goodRows.length,
      failed: ROWS - goodRows.length,
    });
    const stored = await queryDatabase<{ externalId: string }>(tenantUrl, STORED);
    expect(stored).toEqual(goodRows.map((row) => ({ externalId: String(row), count: 1, events: 1 })));
    expect((await errorsOf(admin, body.id)).map(({ excerpt }) => String(excerpt).split(',')[0])).toEqual(
      rowNumbers.filter(isBad).map(String),
    );
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
    await admin.post(`/api/jobs/${body.id}/revert`);
    await killOne(body.id);
    await spawn();
    const reverted = await jobIn(admin, body.id, 'reverted', 120_000);
    expect(reverted['counts']).toMatchObject({ reverted: goodRows.length, kept: 0 });
    expect(await queryDatabase(tenantUrl, STORED)).toEqual([]);
  }, 900_000);
});
