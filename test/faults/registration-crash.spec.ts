import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/postgres-client.js';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';

const PRELOAD = join(import.meta.dirname, 'crash-preload.ts');
const HALF_MADE = [
  'TenantsService.begin',
  'TenantsService.createDatabase',
  'UsersService.project',
  'TenantsService.activate',
  'UsersService.insert',
  'SessionsService.open',
];
const HALF_MADE_ORGANIZATION = [
  'TenantsService.begin',
  'TenantsService.createDatabase',
  'UsersService.projectFounder',
  'TenantsService.activate',
  'UsersService.join',
];

describe('a registration whose process is killed', () => {
  const databaseUrl = freshDatabaseUrl();
  const environment = testEnvironment(databaseUrl, { PROVISIONING_LEASE_MS: '1500', SWEEP_MS: '100' });
  let survivor: TestProduct;

  beforeAll(async () => {
    survivor = await startTestProduct(environment, databaseUrl);
  });

  afterAll(() => survivor.close());

  /** Sends a process of its own a request, in which it dies right after the step. */
  async function dieAfter(step: string, path: string, body: unknown, token?: string): Promise<void> {
    const settings = { ...environment, CRASH_AFTER: step, WORKERS: 'none' };
    const victim = await SpawnedProduct.start(settings, { preload: [PRELOAD] });
    await expect(new ApiClient(victim.url, token).post(path, { body })).rejects.toThrow('fetch failed');
    await victim.ended();
  }

  function crashAfter(step: string, email: string): Promise<void> {
    const body = { email, password: 'Admin@123', tenantName: 'Victim' };
    return dieAfter(step, '/api/auth/register', body);
  }

  async function twoAtATime(steps: readonly string[], crash: (step: string) => Promise<void>): Promise<void> {
    for (let index = 0; index < steps.length; index += 2)
      await Promise.all(steps.slice(index, index + 2).map(crash));
  }

  /** Tenant rows, and databases that belong to no row. */
  function remains(): Promise<{ unfinished: number; orphans: number; users: number }> {
    return withClient(databaseUrl, { applicationName: 'spec' }, async (client) => {
      const counted = await client.query<{ unfinished: number; orphans: number; users: number }>(
        `SELECT (SELECT count(*) FROM tenants WHERE state <> 'active') AS unfinished,
           (SELECT count(*) FROM pg_database WHERE datname LIKE $1
              AND datname NOT IN (SELECT database FROM tenants)) AS orphans,
           (SELECT count(*) FROM users) AS users`,
        [`${environment.DATABASE_PREFIX}\\_tenant\\_%`],
      );
      const [row] = counted.rows;
      if (row === undefined) throw new Error('nothing counted');
      return row;
    });
  }

  it('leaves nothing half-made, whatever the step it died after, and the e-mail free', async () => {
    const emails = HALF_MADE.map((step) => `${step.toLowerCase()}@example.com`);
    await twoAtATime(HALF_MADE, (step) => crashAfter(step, `${step.toLowerCase()}@example.com`));
    await eventually('the reaper has been', async () => {
      const { unfinished, orphans, users } = await remains();
      return unfinished === 0 && orphans === 0 && users === 0;
    });
    const api = new ApiClient(survivor.url);
    for (const email of emails) {
      const body = { email, password: 'Admin@123', tenantName: 'Again' };
      expect((await api.post('/api/auth/register', { body })).status).toBe(201);
    }
    expect(await remains()).toEqual({ unfinished: 0, orphans: 0, users: emails.length });
  }, 60_000);

  it('is complete when it died after the last step: the user can log in', async () => {
    const email = 'complete@example.com';
    await crashAfter('RegistrationService.register', email);
    const body = { email, password: 'Admin@123' };
    const answer = await new ApiClient(survivor.url).post('/api/auth/login', { body });
    expect(answer.status).toBe(200);
  }, 30_000);

  it('is no different when a member makes one more organization: it is there whole, or not at all', async () => {
    const admin = await new ApiClient(survivor.url).register();
    const before = await remains();
    const create = (step: string) =>
      dieAfter(step, '/api/organizations', { name: 'Victim' }, admin.tenant.token);
    await twoAtATime(HALF_MADE_ORGANIZATION, create);
    await eventually('the reaper has been', async () => {
      const { unfinished, orphans } = await remains();
      return unfinished === 0 && orphans === 0;
    });
    expect(await remains()).toEqual(before);
    expect((await admin.get('/api/organizations')).body).toMatchObject({ totalCount: 1 });

    await create('TenantProvisioning.complete');
    const list = await admin.get<{ items: { name: string; role: string }[] }>('/api/organizations');
    expect(list.body.items.map(({ name, role }) => [name, role])).toEqual([
      ['Tenant', 'Admin'],
      ['Victim', 'Admin'],
    ]);
  }, 90_000);
});
