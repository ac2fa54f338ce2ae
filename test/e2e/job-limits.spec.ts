import { beforeEach, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { type JobBody, jobIn } from '../support/job-caller.js';
import { SAMPLE_TABLE } from '../support/sample-jobs/sample-jobs.kind.js';
import { SampleJobsModule } from '../support/sample-jobs/sample-jobs.module.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const SETTINGS = { SWEEP_MS: '100', JOB_POLL_MS: '20', JOB_WATCHERS_PER_TENANT: '2' };
const COUNTS = `SELECT (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM job_errors) AS errors,
  (SELECT count(*)::int FROM job_files) AS files`;

describe('the limits of jobs', () => {
  const { product, api } = useTestProduct(SETTINGS, [SampleJobsModule]);
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeEach(async () => {
    admin = await api().register();
    await within((database) => database.execute({ text: SAMPLE_TABLE }));
  });

  async function within<Result>(work: (database: TenantDatabase) => Promise<Result>): Promise<Result> {
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    return runInContext({ traceId: 'spec', tenant }, () => work(product().app.get(TenantDatabase)));
  }

  const sample = async (parameters: Record<string, unknown>): Promise<string> => {
    const { status, body } = await admin.post<JobBody>('/api/sample-jobs', { body: { parameters } });
    expect(status).toBe(202);
    return body.id;
  };
  const exported = async (client: ApiClient): Promise<string> => {
    const { status, body } = await client.post<JobBody>('/api/leads/export', { body: { format: 'csv' } });
    expect(status).toBe(202);
    await jobIn(client, body.id, 'completed');
    return body.id;
  };

  it('remove a job with its faults and files once its time is over, and no other', async () => {
    await admin.post('/api/leads', { body: { lastName: 'Kept' } });
    const [old, oldExport] = [await sample({ rows: 30, size: 1 }), await exported(admin)];
    const young = await sample({ rows: 3, size: 1 });
    for (const id of [old, young]) await jobIn(admin, id, 'completed');
    expect(await within((database) => database.query({ text: COUNTS }))).toEqual([
      { jobs: 3, errors: 33, files: 1 },
    ]);
    await within((database) =>
      database.execute({
        text: `UPDATE jobs SET expires_at = clock_timestamp() WHERE id = ANY ($1)`,
        values: [[old, oldExport]],
      }),
    );
    // Any job makes the tenant due.
    const last = await sample({ rows: 1, size: 1 });
    await jobIn(admin, last, 'completed');
    await eventually('both are gone', async () => {
      const [counts] = await within((database) => database.query({ text: COUNTS }));
      return JSON.stringify(counts) === JSON.stringify({ jobs: 2, errors: 4, files: 0 });
    });
    for (const path of ['', '/result', '/errors']) {
      expect((await admin.get(`/api/jobs/${oldExport}${path}`)).status).toBe(404);
    }
    expect((await admin.get(`/api/jobs/${young}`)).status).toBe(200);
  });

  it('withhold a file from a reader who may see less than is in it', async () => {
    await admin.post('/api/leads', { body: { lastName: 'Seen', score: 7 } });
    const role = { name: 'Reader', permissions: ['leads:read'] };
    const made = await admin.post('/api/roles', { body: role });
    const reader = await addMember(admin, 'Reader');
    const id = await exported(reader);
    const result = () =>
      fetch(`${product().url}/api/jobs/${id}/result`, {
        headers: { authorization: `Bearer ${reader.token}` },
      });
    expect(await (await result()).text()).toContain('Seen');
    const path = `/api/roles/${String(made.body['id'])}`;
    const changed = await admin.patch(path, { body: { fieldRules: { leads: { score: 'hidden' } } } });
    expect(changed.status).toBe(200);
    await eventually('the file is withheld', async () => (await result()).status === 403);
    expect(await (await result()).json()).toMatchObject({ error: { code: 'PERMISSION_DENIED' } });
    const again = await exported(reader);
    const less = await reader.get(`/api/jobs/${again}/result`);
    expect(less.status).toBe(200);
  });

  it('let as many clients of a tenant follow as there are places, which come free', async () => {
    const id = await sample({ rows: 10_000, size: 1, pause: 5 });
    const clients = [new AbortController(), new AbortController()];
    const follow = (signal: AbortSignal | null) =>
      fetch(`${product().url}/api/jobs/${id}/events`, {
        headers: { authorization: `Bearer ${admin.token}` },
        signal,
      });
    for (const { signal } of clients) expect((await follow(signal)).status).toBe(200);
    const refused = await follow(null);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    expect(await refused.json()).toMatchObject({ error: { code: 'TOO_MANY_WATCHERS' } });
    clients[0]?.abort();
    const last = new AbortController();
    await eventually('a place comes free', async () => (await follow(last.signal)).status === 200);
    for (const client of [...clients, last]) client.abort();
    expect((await admin.post(`/api/jobs/${id}/cancel`)).status).toBe(200);
    await jobIn(admin, id, 'cancelled');
  });
});
