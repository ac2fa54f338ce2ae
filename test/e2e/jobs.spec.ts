import { beforeEach, describe, expect, it } from '@jest/globals';
import { JobStore } from '../../src/foundation/jobs/job-store.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { eventsOf, type JobBody, jobIn, jobOf } from '../support/job-caller.js';
import { SAMPLE_TABLE, SampleJobs } from '../support/sample-jobs/sample-jobs.kind.js';
import { SampleJobsModule } from '../support/sample-jobs/sample-jobs.module.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const SETTINGS = { SWEEP_MS: '100', JOB_POLL_MS: '20', JOB_RETRY_MS: '10', JOB_HEARTBEAT_MS: '200' };

describe('jobs', () => {
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

  const start = async (parameters: Record<string, unknown>, client: ApiClient = admin) => {
    const answer = await client.post<JobBody>('/api/sample-jobs', { body: { parameters } });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/jobs/${answer.body.id}`);
    return answer.body.id;
  };
  const rowsOf = (id: string) =>
    within((database) =>
      database.query<{ number: number }>({
        text: 'SELECT number FROM sample_rows WHERE job_id = $1 ORDER BY number',
        values: [id],
      }),
    );

  it('run to their end, and say how far they are', async () => {
    const id = await start({ rows: 25, size: 10 });
    const job = await jobIn(admin, id, 'completed');
    expect(job).toMatchObject({
      kind: 'sample',
      requestedById: admin.tenant.userId,
      progress: { done: 25, total: 25, percent: 100 },
      counts: { written: 25 },
      result: { written: 25 },
      error: null,
      links: { cancel: null, revert: `/api/jobs/${id}/revert`, result: null },
    });
    expect((await rowsOf(id)).map(({ number }) => number)).toEqual(
      Array.from({ length: 25 }, (_, n) => n + 1),
    );
    const { body } = await admin.get<{ items: JobBody[] }>('/api/jobs?kind=sample&state=completed');
    expect(body.items.map((item) => item.id)).toEqual([id]);
  });

  it('show the faults of their rows as a file without formulas', async () => {
    const id = await start({ rows: 2, size: 1 });
    await jobIn(admin, id, 'completed');
    const file = async (format: string) => {
      const headers = { authorization: `Bearer ${admin.token}` };
      return (await fetch(`${product().url}/api/jobs/${id}/errors?format=${format}`, { headers })).text();
    };
    expect(await file('csv')).toBe(
      `rowNumber,column,field,code,message,excerpt\r\n1,,a,SAMPLE,'=1+1,"x,y"\r\n2,,a,SAMPLE,'=1+1,"x,y"\r\n`,
    );
    const lines = (await file('ndjson')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).rowNumber)).toEqual([1, 2]);
    expect((await admin.get(`/api/jobs/${id}/errors?format=pdf`)).status).toBe(400);
  });

  it('are cancelled at their next step, undone when their kind can, and refuse what is too late', async () => {
    const id = await start({ rows: 10_000, size: 1, pause: 5 });
    await eventually('it has begun', async () => (await jobOf(admin, id)).progress.done > 0);
    expect((await admin.post(`/api/jobs/${id}/cancel`)).status).toBe(200);
    const job = await jobIn(admin, id, 'cancelled');
    expect(await rowsOf(id)).toHaveLength(job.progress.done);
    const late = await admin.post(`/api/jobs/${id}/cancel`);
    expect([late.status, late.body['error']]).toMatchObject([409, { code: 'JOB_FINISHED' }]);
    expect((await admin.post(`/api/jobs/${id}/revert`)).status).toBe(202);
    await jobIn(admin, id, 'reverted');
    expect(await rowsOf(id)).toEqual([]);
    expect((await admin.post(`/api/jobs/${id}/revert`)).status).toBe(409);
  });

  it('are tried again after a failure, and given up at the end without a word of what it was', async () => {
    const sample = product().app.get(SampleJobs, { strict: false });
    sample.failing = 2;
    const id = await start({ rows: 3, size: 1 });
    await jobIn(admin, id, 'completed');
    expect(await rowsOf(id)).toHaveLength(3);
    sample.failing = 100;
    const lost = await jobIn(admin, await start({ rows: 3, size: 1 }), 'failed');
    sample.failing = 0;
    expect(lost['error']).toEqual({ code: 'JOB_FAILED', message: expect.stringContaining('5 times') });
    expect(JSON.stringify(lost)).not.toContain('secret');
  });

  it('fail at once by a refusal, which is told', async () => {
    const job = await jobIn(admin, await start({ rows: 3, size: 1, refuse: true }), 'failed');
    expect(job['error']).toEqual({ code: 'VALIDATION_ERROR', message: 'rows must not be' });
  });

  it('run two at a time in a tenant; the next waits, and can be cancelled at once', async () => {
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push(await start({ rows: 10_000, size: 1, pause: 5 }));
    const [first = '', second = '', third = ''] = ids;
    for (const id of [first, second]) await jobIn(admin, id, 'running');
    expect((await jobOf(admin, third)).state).toBe('queued');
    const { body } = await admin.post(`/api/jobs/${third}/cancel`);
    expect(body).toMatchObject({ state: 'cancelled', finishedAt: expect.any(String) });
    const fourth = await start({ rows: 1, size: 1 });
    expect((await jobOf(admin, fourth)).state).toBe('queued');
    for (const id of [first, second]) await admin.post(`/api/jobs/${id}/cancel`);
    await jobIn(admin, fourth, 'completed');
  });

  it('let only the holder of the lease commit', async () => {
    const never = { checkpoint: {}, progress: { done: 9, total: 9 } };
    await within(async (database) => {
      const store = product().app.get(JobStore, { strict: false });
      await database.execute({
        text: `INSERT INTO jobs (id, kind, actor_kind, actor_id, trace_id, run_after)
          VALUES (gen_random_uuid(), 'sample', 'system', gen_random_uuid(), 'spec', clock_timestamp() - interval '1 s')`,
      });
      const old = await store.claim();
      if (old === undefined) throw new Error('Nothing was claimed');
      await database.execute({ text: `UPDATE jobs SET lease_until = clock_timestamp() - interval '1 s'` });
      const fresh = await store.claim();
      expect([fresh?.id, fresh?.failures]).toEqual([old.id, 1]);
      let isDone = false;
      const commit = store.commit(old, { ...never, work: async () => void (isDone = true) });
      await expect(commit).rejects.toThrow(old.id);
      expect(isDone).toBe(false);
      await expect(store.heartbeat(old)).rejects.toThrow(old.id);
      await store.finish(old, { state: 'completed' });
      expect(await database.query({ text: 'SELECT state, progress_done::int FROM jobs' })).toEqual([
        { state: 'running', progress_done: 0 },
      ]);
    });
  });

  it('are followed by events, from where a client has lost them', async () => {
    const id = await start({ rows: 30, size: 1, pause: 20 });
    const url = `${product().url}/api/jobs/${id}/events`;
    const token = admin.token ?? '';
    const before = await eventsOf(url, { token, stop: ({ data }) => data.progress.done >= 3 });
    const lastEventId = before.at(-1)?.id ?? '';
    const after = await eventsOf(url, { token, lastEventId });
    const versions = [...before, ...after].map((event) => Number(event.id));
    expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
    expect(after.at(-1)).toMatchObject({
      event: 'end',
      data: { state: 'completed', progress: { done: 30 } },
    });
    expect(after.length).toBeGreaterThan(1);
    const again = await eventsOf(url, { token, lastEventId: after.at(-1)?.id ?? '' });
    expect(again.map(({ event }) => event)).toEqual(['end']);
  });

  it('are seen by who asked, and by who may see all', async () => {
    const [member, other] = [await addMember(admin, 'User'), await addMember(admin, 'User')];
    const id = await start({ rows: 1, size: 1 }, member);
    await jobIn(member, id, 'completed');
    expect((await admin.get(`/api/jobs/${id}`)).status).toBe(200);
    const stranger = await api().register();
    for (const client of [other, stranger]) {
      for (const path of ['', '/errors', '/result', '/events']) {
        const { status } = await client.get(`/api/jobs/${id}${path}`);
        expect({ path, status }).toEqual({ path, status: 404 });
      }
      expect((await client.post(`/api/jobs/${id}/cancel`)).status).toBe(404);
      expect((await client.get<{ items: unknown[] }>('/api/jobs')).body.items).toEqual([]);
    }
    expect((await member.get<{ items: unknown[] }>('/api/jobs')).body.items).toHaveLength(1);
    expect((await admin.get(`/api/jobs/${id}/result`)).status).toBe(404);
    expect((await member.get(`/api/jobs/${id}/result`)).body['error']).toMatchObject({ code: 'NO_RESULT' });
    expect((await admin.get('/api/jobs?colour=red')).status).toBe(400);
  });
});
