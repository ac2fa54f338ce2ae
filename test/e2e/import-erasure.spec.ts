import { expect, it } from '@jest/globals';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { eventually } from '../support/eventually.js';
import { importTable } from '../support/import-file.js';
import { type JobBody, jobIn } from '../support/job-caller.js';
import { SAMPLE_TABLE } from '../support/sample-jobs/sample-jobs.kind.js';
import { SampleJobsModule } from '../support/sample-jobs/sample-jobs.module.js';
import { useTestProduct } from '../support/use-test-product.js';

const { product, api } = useTestProduct({ SWEEP_MS: '100', JOBS_PER_TENANT: '1', ERASURE_GRACE_MS: '0' }, [
  SampleJobsModule,
]);

it('takes the file of an import away in which an erased person may stand, and no other', async () => {
  const admin = await api().register();
  const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
  const within = <Result>(work: (database: TenantDatabase) => Promise<Result>): Promise<Result> =>
    runInContext({ traceId: 'spec', tenant }, () => work(product().app.get(TenantDatabase)));
  await within((database) => database.execute({ text: SAMPLE_TABLE }));
  // It has the tenant's one turn, so that the imports wait.
  const parameters = { rows: 10_000, size: 1, pause: 5 };
  const first = await admin.post<JobBody>('/api/sample-jobs', { body: { parameters } });
  const person = await admin.post('/api/contacts', {
    body: { lastName: 'Canary', email: 'c@canary.example' },
  });
  const table = 'Last name,Email\nCanary,c@canary.example\n';
  const people = (await importTable(admin, 'leads', { table })).body;
  const companies = (await importTable(admin, 'companies', { table: 'Name\nNavy\n' })).body;
  const erased = await admin.post(`/api/contacts/${String(person.body['id'])}/erase`, { body: {} });
  expect(erased.status).toBe(202);
  const failed = await jobIn(admin, people.id, 'failed');
  expect(failed).toMatchObject({ error: { code: 'INPUT_ERASED' } });
  const holding = () =>
    within((database) =>
      database.query<{ jobId: string }>({ text: 'SELECT job_id AS "jobId" FROM job_inputs' }),
    );
  expect(await holding()).toEqual([{ jobId: companies.id }]);
  expect((await admin.post(`/api/jobs/${first.body.id}/cancel`)).status).toBe(200);
  await jobIn(admin, companies.id, 'completed');
  const receipt = await eventually('the erasure is completed', async () => {
    const { body } = await admin.get(`/api/erasures/${String(erased.body['id'])}`);
    return body['state'] === 'completed' && body;
  });
  expect(receipt['counts']).toMatchObject({ jobInputs: 1 });
  expect((await admin.get<{ items: unknown[] }>('/api/leads')).body.items).toEqual([]);
});
