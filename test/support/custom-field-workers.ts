import { join } from 'node:path';
import pg from 'pg';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { ControlDatabase } from '../../src/platform/database/control-database.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { ApiClient, type RegisteredTenant } from './api-client.js';
import { eventually } from './eventually.js';
import { queueStores } from './queue-stores.js';
import { queryDatabase } from './server-query.js';
import { SpawnedProduct } from './spawn-product.js';
import { freshDatabaseUrl, startTestProduct, testEnvironment, type TestProduct } from './test-product.js';

const CRASH = join(import.meta.dirname, '..', 'faults', 'crash-preload.ts');
const CLOCK = join(import.meta.dirname, '..', 'faults', 'clock-preload.ts');
const SETTINGS = { SWEEP_MS: '100', QUEUE_LOCK_MS: '1000', ERASURE_GRACE_MS: '300', WORKERS: 'none' };
const RING = 'UPDATE timers SET due_at = now(), retry_at = NULL WHERE kind = $1';
const DUE = `INSERT INTO due_marks (tenant_id, due_at) VALUES ($1, now())
  ON CONFLICT (tenant_id) DO UPDATE SET due_at = excluded.due_at`;

/** A tenant with leads, a process that takes requests alone, and workers in processes of their own that can be killed. */
export class CustomFieldWorkers {
  private readonly spawned: SpawnedProduct[] = [];

  private constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly api: TestProduct,
    readonly admin: ApiClient & { readonly tenant: RegisteredTenant },
    readonly tenantUrl: string,
  ) {}

  static async start(): Promise<CustomFieldWorkers> {
    const databaseUrl = freshDatabaseUrl();
    const environment = testEnvironment(databaseUrl, SETTINGS);
    const api = await startTestProduct(environment, databaseUrl);
    const admin = await new ApiClient(api.url).register();
    const tenant = await api.app.get(TenantDirectory).find(admin.tenant.tenantId);
    return new CustomFieldWorkers(environment, api, admin, withDatabase(databaseUrl, tenant?.database ?? ''));
  }

  /** @param clockOffset milliseconds that its clock is ahead */
  async spawn(crashAfter?: string, clockOffset?: number): Promise<SpawnedProduct> {
    const crash = crashAfter !== undefined && { CRASH_AFTER: crashAfter };
    const clock = clockOffset !== undefined && { CLOCK_OFFSET_MS: String(clockOffset) };
    const process = await SpawnedProduct.start(
      { ...this.environment, LOG_LEVEL: 'info', ...crash, ...clock },
      { kind: 'worker', preload: [...(clock === false ? [] : [CLOCK]), ...(crash === false ? [] : [CRASH])] },
    );
    this.spawned.push(process);
    return process;
  }

  /** So many workers; those that a test has left at work are taken first, for a start takes seconds. */
  async running(count: number): Promise<SpawnedProduct[]> {
    const alive = this.spawned.filter(({ running }) => running);
    const missing = Array.from({ length: Math.max(0, count - alive.length) }, () => this.spawn());
    return [...alive, ...(await Promise.all(missing))].slice(0, count);
  }

  async killAll(): Promise<void> {
    await Promise.all(this.spawned.splice(0).map((process) => process.kill()));
  }

  async close(): Promise<void> {
    await this.killAll();
    await this.api.close();
  }

  /** @returns its path */
  async define(field: Readonly<Record<string, unknown>>): Promise<string> {
    const body = { resource: 'leads', label: 'A field', type: 'text', ...field };
    const { body: made } = await this.admin.post('/api/custom-fields', { body });
    return `/api/custom-fields/${String(made['id'])}`;
  }

  /** The field once its index is in the state. */
  settled(path: string, indexState: string): Promise<Record<string, unknown>> {
    const look = async () => {
      const { body } = await this.admin.get(path);
      return body['indexState'] === indexState ? body : undefined;
    };
    return eventually(`the index is ${indexState}`, look, { within: 20_000 });
  }

  query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return queryDatabase<Row>(this.tenantUrl, text, values);
  }

  /** As if the time of the timers of a kind had come. */
  async ring(kind: string): Promise<void> {
    await this.query(RING, [kind]);
    await this.api.app.get(ControlDatabase).query(DUE, [this.admin.tenant.tenantId]);
  }

  /** Loses every job. */
  async flushQueues(): Promise<void> {
    const [store] = queueStores();
    await store?.flush(this.api.databaseUrl);
  }

  /** A transaction that a concurrent index build on leads waits for. @returns what ends it */
  async holdLeads(): Promise<() => Promise<void>> {
    const client = new pg.Client({ connectionString: this.tenantUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE leads IN ROW EXCLUSIVE MODE');
    return () => client.end();
  }
}
