import { beforeAll, describe, expect, it } from '@jest/globals';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { bulkLeads } from '../support/bulk-calls.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('a column that must have a value and gets none', () => {
  const { product, api } = useTestProduct();
  const refusal = { code: 'VALIDATION_ERROR', details: [{ field: 'jobTitle', message: 'is required' }] };
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  async function query(text: string): Promise<void> {
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    await runInContext({ traceId: 'spec', tenant }, () => product().app.get(TenantDatabase).query({ text }));
  }

  beforeAll(async () => {
    admin = await api().register();
    await query('ALTER TABLE leads ALTER COLUMN job_title SET NOT NULL');
  });

  it('is named by 422, and the others of a bulk call are written', async () => {
    const refused = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    expect(refused).toMatchObject({ status: 422, body: { error: refusal } });
    const made = await admin.post('/api/leads', { body: { lastName: 'Doe', jobTitle: 'Buyer' } });
    const path = `/api/leads/${String(made.body['id'])}`;
    expect(await admin.patch(path, { body: { jobTitle: null } })).toMatchObject({
      status: 422,
      body: { error: refusal },
    });
    const items = [{ lastName: 'One' }, { lastName: 'Two', jobTitle: 'Buyer' }];
    expect(await bulkLeads(admin, 'POST', items)).toMatchObject({
      status: 207,
      body: { results: [{ status: 422, error: refusal }, { status: 201 }] },
    });
    const { id } = made.body;
    expect(await bulkLeads(admin, 'PATCH', [{ id, jobTitle: null }])).toMatchObject({
      status: 207,
      body: { results: [{ status: 422, error: refusal }] },
    });
  });

  it('is nothing that the caller could mend in what is written beside the record', async () => {
    await query('ALTER TABLE journal ADD COLUMN spare text');
    await query("ALTER TABLE journal ALTER COLUMN spare SET DEFAULT ''");
    await query("UPDATE journal SET spare = ''");
    await query('ALTER TABLE journal ALTER COLUMN spare SET NOT NULL, ALTER COLUMN spare DROP DEFAULT');
    const answer = await admin.post('/api/leads', { body: { lastName: 'Doe', jobTitle: 'Buyer' } });
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL_ERROR' } } });
    await query('ALTER TABLE journal DROP COLUMN spare');
  });
});
