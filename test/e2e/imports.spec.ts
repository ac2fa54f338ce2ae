import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { errorsOf, imported, importTable } from '../support/import-file.js';
import { jobIn } from '../support/job-caller.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

interface Preview {
  readonly columns: readonly { readonly name: string; readonly field: string | null }[];
  readonly rows: readonly Record<string, unknown>[];
}

describe('the import of records', () => {
  const { api } = useTestProduct({ SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeEach(async () => {
    admin = await api().register();
  });

  const contacts = async (query = 'sortBy=email') =>
    (await admin.get<Listed>(`/api/contacts?${query}`)).body.items;

  it('makes a record of each row, by the names of its columns, and tells what is wrong with the others', async () => {
    const table = [
      'First Name,Last Name,E-mail,Phone Number,Company Name',
      'Ada,Lovelace,ada@example.com,+44 20 7000 1234,Engines',
      '"Grace ""Amazing""","Hopper, née Murray",grace@example.com,,Navy',
      '=cmd(),Evil,not an address,,',
      'Broken,"quote,',
      'Alan,Turing,alan@example.com,,Bletchley,Park',
      '"Two\nlines",Lamarr,hedy@example.com',
    ].join('\r\n');
    const job = await imported(admin, 'contacts', { table });
    expect(job).toMatchObject({
      kind: 'import',
      counts: { rows: 6, created: 3, updated: 0, skipped: 0, failed: 3 },
      progress: { percent: 100 },
      parameters: { resource: 'contacts', policy: 'create', delimiter: 'comma' },
    });
    expect(await contacts()).toMatchObject([
      { firstName: 'Ada', email: 'ada@example.com', phone: '+44 20 7000 1234' },
      { firstName: 'Grace "Amazing"', lastName: 'Hopper, née Murray' },
      { firstName: 'Two\nlines' },
    ]);
    expect(await errorsOf(admin, job.id)).toMatchObject([
      {
        rowNumber: 4,
        column: 'E-mail',
        field: 'email',
        code: 'VALIDATION_ERROR',
        excerpt: '=cmd(),Evil,not an address,,',
      },
      { rowNumber: 5, code: 'BROKEN_ROW', message: 'The row has quotes that do not match' },
      { rowNumber: 6, code: 'BROKEN_ROW', message: 'The row has 6 cells, and the table 5 columns' },
    ]);
    const file = await fetch(`${admin.url}/api/jobs/${job.id}/errors`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    expect(await file.text()).toContain(`"'=cmd(),Evil,not an address,,"`);
  });

  it('writes as any other write does: events, versions, custom fields, and who did it', async () => {
    const field = { resource: 'contacts', key: 'tier', label: 'Customer Tier', type: 'select' };
    const options = [
      { value: 'gold', label: 'Gold' },
      { value: 'iron', label: 'Iron' },
    ];
    expect((await admin.post('/api/custom-fields', { body: { ...field, options } })).status).toBe(201);
    const table =
      'E-mail,Customer tier,Tags,Do not contact\na@example.com,Gold,x;y,Yes\nb@example.com,lead,,no\n';
    const job = await imported(admin, 'contacts', { table });
    const [contact] = await contacts();
    expect(contact).toMatchObject({
      version: 1,
      createdBy: admin.tenant.userId,
      customFields: { tier: 'gold' },
      tags: ['x', 'y'],
      doNotContact: true,
    });
    expect(await errorsOf(admin, job.id)).toMatchObject([
      { rowNumber: 3, column: 'Customer tier', field: 'customFields.tier' },
    ]);
    const { body } = await admin.get<Listed>(`/api/contacts/${String(contact?.['id'])}/history`);
    expect(body.items).toMatchObject([{ type: 'contact.created', version: 1 }]);
    const told = await admin.get<Listed>('/api/audit-logs?action=contact.imported');
    expect(told.body.items).toMatchObject([{ details: { format: 'csv', policy: 'create', jobId: job.id } }]);
  });

  it('shows what the first rows would become, and stores nothing', async () => {
    await imported(admin, 'contacts', { table: 'email,externalId\nold@example.com,1\n' });
    const table = 'Vorname;E-Mail;ID;Quatsch\nAda;ada@example.com;1;q\nEve;"eve;3;\nEve;eve;2;\n';
    const sent = { table, options: { policy: 'upsert' }, dryRun: true };
    const { status, body, headers } = await importTable<Preview>(admin, 'contacts', sent);
    expect([status, headers.get('dry-run'), headers.get('location')]).toEqual([200, 'true', null]);
    expect(body).toMatchObject({
      format: 'csv',
      encoding: 'utf-8',
      delimiter: 'semicolon',
      matchOn: 'externalId',
    });
    expect(body.columns).toEqual([
      { name: 'Vorname', field: 'firstName' },
      { name: 'E-Mail', field: 'email' },
      { name: 'ID', field: 'externalId' },
      { name: 'Quatsch', field: null },
    ]);
    expect(body.rows).toMatchObject([
      { rowNumber: 2, outcome: 'updated', values: { firstName: 'Ada', externalId: '1' }, errors: [] },
      { rowNumber: 3, outcome: 'failed', values: null, errors: [{ code: 'BROKEN_ROW' }] },
      { rowNumber: 4, outcome: 'failed', errors: [{ column: 'E-Mail', field: 'email' }] },
    ]);
    expect(await contacts()).toMatchObject([{ email: 'old@example.com', firstName: null, version: 1 }]);
    expect((await admin.get<Listed>('/api/jobs?kind=import')).body.items).toHaveLength(1);
  });

  it('goes by the mapping that it is given, and says what was probably meant', async () => {
    const table = 'a,b,c\nAda,ada@example.com,x\n';
    const good = { a: 'firstName', b: 'email', c: null };
    await imported(admin, 'contacts', { table, mapping: good });
    expect(await contacts()).toMatchObject([{ firstName: 'Ada', email: 'ada@example.com', lastName: null }]);
    const refused = async (mapping: Record<string, string | null>, options = {}) =>
      (await importTable<{ error: { details: unknown } }>(admin, 'contacts', { table, mapping, options }))
        .body.error.details;
    expect(await refused({ a: 'fristName', bb: 'email', c: 'tenantId' })).toMatchObject([
      { field: 'mapping.a', message: expect.stringContaining('did you mean firstName?') },
      { field: 'mapping.bb', message: 'is no column' },
      { field: 'mapping.c' },
    ]);
    expect(await refused({ a: 'email', b: 'email' })).toMatchObject([{ field: 'mapping.b' }]);
    expect(await refused({ a: null })).toMatchObject([{ field: 'mapping' }]);
    expect(await refused(good, { policy: 'upsert', matchOn: 'externalId' })).toMatchObject([
      { field: 'matchOn' },
    ]);
    expect(await refused(good, { policy: 'replace' })).toMatchObject([{ field: 'policy' }]);
    expect(await refused({}, { delimiter: '#' })).toMatchObject([{ field: 'delimiter' }]);
  });

  it('finds the companies that rows name, once there is exactly one', async () => {
    for (const name of ['Engines', 'Twice', 'Twice'])
      await admin.post('/api/companies', { body: { name, ...(name === 'Engines' && { externalId: 'c1' }) } });
    const table =
      'email,Company\na@example.com,Engines\nb@example.com,Twice\nc@example.com,Nobody\nd@example.com,\n';
    const mapping = { email: 'email', Company: 'company.name' };
    const job = await imported(admin, 'contacts', { table, mapping });
    expect(await errorsOf(admin, job.id)).toMatchObject([
      { rowNumber: 3, column: 'Company', field: 'primaryCompanyId', code: 'REFERENCE_AMBIGUOUS' },
      { rowNumber: 4, column: 'Company', field: 'primaryCompanyId', code: 'REFERENCE_NOT_FOUND' },
    ]);
    const { body } = await admin.get<Listed>('/api/companies?externalId=c1');
    const id = body.items[0]?.['id'];
    expect(await contacts()).toMatchObject([{ primaryCompanyId: id }, { primaryCompanyId: null }]);
    const again = { email: 'email', Company: 'company.externalId' };
    await imported(admin, 'contacts', { table: 'email,Company\ne@example.com,c1\n', mapping: again });
    expect(await contacts('email=e@example.com')).toMatchObject([{ primaryCompanyId: id }]);
  });

  it('is there for every record type that is made by the hundred', async () => {
    const headers = {
      activities: 'kind,subject',
      clients: 'email',
      companies: 'name',
      customers: 'email',
      interactions: 'kind,subject',
      tags: 'name',
      views: 'name,resource',
    };
    for (const [resource, header] of Object.entries(headers)) {
      const table = `${header}\n`;
      const { status } = await importTable(admin, resource, { table, dryRun: true });
      expect({ resource, status }).toEqual({ resource, status: 200 });
    }
    const job = await imported(admin, 'customers', { table: 'email\nx@example.com\n' });
    expect(job['counts']).toMatchObject({ created: 1 });
    expect(await contacts()).toMatchObject([{ lifecycleStage: 'customer' }]);
  });

  it('is each time what its caller may do', async () => {
    const role = {
      name: 'Typist',
      permissions: ['contacts:create:own', 'contacts:read:own'],
      fieldRules: { contacts: { phone: 'read-only' } },
    };
    const made = await admin.post('/api/roles', { body: role });
    expect(made.status).toBe(201);
    const typist = await addMember(admin, 'Typist');
    const table = 'email,phone\na@example.com,+49 30 1234567\n';
    const preview = await importTable<Preview>(typist, 'contacts', { table, dryRun: true });
    expect(preview.body.columns).toContainEqual({ name: 'phone', field: null });
    const named = await importTable(typist, 'contacts', {
      table,
      mapping: { email: 'email', phone: 'phone' },
    });
    expect(named.status).toBe(422);
    const update = await importTable(typist, 'contacts', { table, options: { policy: 'upsert' } });
    expect(update.status).toBe(403);
    expect((await importTable(typist, 'leads', { table })).status).toBe(403);
    const permissions = ['contacts:update', 'contacts:read'];
    await admin.post('/api/roles', { body: { name: 'Corrector', permissions } });
    const corrector = await addMember(admin, 'Corrector');
    for (const [policy, status] of Object.entries({ update: 202, create: 403, skip: 403, upsert: 403 })) {
      const answer = await importTable(corrector, 'contacts', { table, options: { policy } });
      expect({ policy, status: answer.status }).toEqual({ policy, status });
    }
    await imported(typist, 'contacts', { table });
    expect(await contacts()).toMatchObject([
      { phone: null, ownerId: typist.userId, createdBy: typist.userId },
    ]);
  });

  it('is one import for one idempotency key, and takes no room for what is refused', async () => {
    const headers = { 'idempotency-key': 'once' };
    const table = 'email\na@example.com\n';
    const first = await importTable(admin, 'contacts', { table, headers });
    const again = await importTable(admin, 'contacts', { table, headers });
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    expect(first.headers.get('location')).toBe(`/api/jobs/${first.body.id}`);
    const other = await importTable(admin, 'contacts', { table: `${table}b@example.com\n`, headers });
    expect(other.status).toBe(422);
    await jobIn(admin, first.body.id, 'completed');
    expect(await contacts()).toHaveLength(1);
  });
});
