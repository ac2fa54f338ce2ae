import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { errorsOf, imported, importTable } from '../support/import-file.js';
import { type JobBody, jobIn } from '../support/job-caller.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Listed {
  readonly items: readonly (Record<string, unknown> & { readonly id: string })[];
}

describe('what an import does with records that are there', () => {
  const { api } = useTestProduct({ SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeEach(async () => {
    admin = await api().register();
    const known = { email: 'Known@example.com', firstName: 'Known', externalId: 'k' };
    expect((await admin.post('/api/contacts', { body: known })).status).toBe(201);
  });

  const contacts = async () => (await admin.get<Listed>('/api/contacts?sortBy=email')).body.items;
  const TABLE = 'email,firstName,lastName\nknown@example.com,K,Changed\nnew@example.com,N,New\n';
  const under = (policy: string, table = TABLE) =>
    imported(admin, 'contacts', { table, options: { policy, matchOn: 'email' } });

  it.each([
    ['upsert', { created: 1, updated: 1 }, ['K', 'N'], []],
    ['fillEmpty', { created: 1, updated: 1 }, ['Known', 'N'], []],
    ['update', { created: 0, updated: 1, failed: 1 }, ['K'], ['NOT_FOUND']],
    ['skip', { created: 1, skipped: 1, failed: 0 }, ['Known', 'N'], []],
  ])('%s', async (policy, counted, firstNames, codes) => {
    const job = await under(policy);
    expect(job['counts']).toMatchObject(counted);
    expect((await contacts()).map(({ firstName }) => firstName)).toEqual(firstNames);
    expect((await errorsOf(admin, job.id)).map(({ code }) => code)).toEqual(codes);
    const again = await under(policy);
    expect(again['counts']).toMatchObject({ created: 0, updated: 0 });
  });

  it('create makes new ones, and refuses what is unique', async () => {
    const job = await imported(admin, 'contacts', {
      table: 'externalId,firstName\nk,Again\nl,New\nl,Twice\n',
    });
    expect(job['counts']).toMatchObject({ created: 1, failed: 2 });
    expect(await errorsOf(admin, job.id)).toMatchObject([
      { rowNumber: 2, column: 'externalId', code: 'DUPLICATE' },
      { rowNumber: 4, column: 'externalId', code: 'DUPLICATE' },
    ]);
  });

  it('lets rows about one record follow one another, in one step or in many', async () => {
    const filler = Array.from({ length: 450 }, (_, n) => `f${n}@example.com,F,\n`).join('');
    const rows = ['twice@example.com,One,', 'TWICE@example.com,,Two', ',No address,'].join('\n');
    const table = `email,firstName,lastName\n${rows}\n${filler}twice@example.com,Three,\n`;
    const job = await under('upsert', table);
    expect(job['counts']).toMatchObject({ rows: 454, created: 451, updated: 2, failed: 1 });
    const { items } = (await admin.get<Listed>('/api/contacts?email=twice@example.com')).body;
    expect(items).toMatchObject([{ firstName: 'Three', lastName: 'Two', version: 3 }]);
    expect(await errorsOf(admin, job.id)).toMatchObject([{ rowNumber: 4, column: 'email' }]);
  });

  const revert = async (id: string): Promise<JobBody> => {
    expect((await admin.post(`/api/jobs/${id}/revert`)).status).toBe(202);
    return jobIn(admin, id, 'reverted');
  };

  it('is undone: what it made goes, what it changed becomes what it was, but not what was changed since', async () => {
    const filler = Array.from({ length: 300 }, (_, n) => `f${n}@example.com,F,\n`).join('');
    const job = await under(
      'upsert',
      `${TABLE}edited@example.com,E,Import\n${filler}known@example.com,Later,\n`,
    );
    const edited = (await contacts()).find(({ email }) => email === 'edited@example.com');
    await admin.patch(`/api/contacts/${edited?.id ?? ''}`, { body: { lastName: 'By hand' } });
    const reverted = await revert(job.id);
    expect(reverted['counts']).toMatchObject({ created: 302, updated: 2, reverted: 302, kept: 1 });
    expect(await contacts()).toMatchObject([
      { email: 'edited@example.com', lastName: 'By hand', version: 2 },
      { email: 'known@example.com', firstName: 'Known', lastName: null },
    ]);
    expect(await errorsOf(admin, job.id)).toMatchObject([
      { rowNumber: 4, code: 'CHANGED_SINCE', excerpt: edited?.id },
    ]);
    expect((await admin.post(`/api/jobs/${job.id}/revert`)).status).toBe(409);
  });

  it('is undone after it failed half way too', async () => {
    const filler = Array.from({ length: 40_000 }, (_, n) => `f${n}@example.com,F,\n`).join('');
    const permissions = ['contacts:create', 'contacts:read', 'contacts:update', 'contacts:delete'];
    const role = await admin.post('/api/roles', { body: { name: 'Importer', permissions } });
    const importer = await addMember(admin, 'Importer');
    const sent = { table: `email,firstName,lastName\n${filler}`, name: 'many.csv' };
    const { body } = await importTable(importer, 'contacts', sent);
    await eventually('some rows are there', async () => (await contacts()).length > 1);
    const path = `/api/roles/${String(role.body['id'])}`;
    expect((await admin.patch(path, { body: { permissions: permissions.slice(1) } })).status).toBe(200);
    const failed = await jobIn(admin, body.id, 'failed');
    expect(failed).toMatchObject({
      error: { code: 'PERMISSION_DENIED' },
      links: { revert: expect.any(String) },
    });
    const { created } = failed['counts'] as { created: number };
    expect(created).toBeLessThan(40_000);
    const reverted = await revert(body.id);
    expect(reverted['counts']).toMatchObject({ created, reverted: created, kept: 0 });
    expect(reverted['error']).toBeNull();
    expect(await contacts()).toHaveLength(1);
  }, 120_000);
});
