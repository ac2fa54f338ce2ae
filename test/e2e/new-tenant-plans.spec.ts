import { beforeAll, describe, expect, it } from '@jest/globals';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'tplans';

describe('statements of a tenant whose tables were never analysed', () => {
  const { product, api } = useTestProduct({ DATABASE_PREFIX: PREFIX });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let database: string;

  beforeAll(async () => {
    admin = await api().register();
    const name = `${PREFIX}_tenant_${admin.tenant.tenantId.replaceAll('-', '')}`;
    database = withDatabase(product().databaseUrl, name);
  });

  it('find one record by the primary key, however many there are', async () => {
    const contacts = Array.from({ length: 200 }, (_, index) => ({ lastName: `Morgan ${index}` }));
    expect((await admin.post('/api/contacts/bulk', { body: { contacts } })).status).toBe(200);
    const [table] = await queryDatabase(database, 'SELECT reltuples FROM pg_class WHERE relname = $1', [
      'contacts',
    ]);
    expect(table).toEqual({ reltuples: -1 });
    const plan = await queryDatabase(
      database,
      `EXPLAIN SELECT * FROM contacts WHERE id = '${admin.tenant.tenantId}' AND deleted_at IS NULL`,
    );
    expect(plan[0]?.['QUERY PLAN']).toContain('contacts_pkey');
  });

  it('are told of every record type that records are seldom deleted', async () => {
    const unknown = await queryDatabase(
      database,
      `SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
       LEFT JOIN pg_stats ON tablename = relname AND attname = 'deleted_at'
       WHERE tgname = 'count_inserted_records' AND null_frac IS DISTINCT FROM 1`,
    );
    expect(unknown).toEqual([]);
  });
});
