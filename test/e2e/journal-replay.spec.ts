import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { bulkLeads, makeLeads } from '../support/bulk-calls.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'treplay';

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly changes: Record<string, { old: unknown; new: unknown }> | null;
  readonly record: Record<string, unknown>;
}

type Lead = Record<string, unknown>;

const place = fc.nat({ max: 9 });
const fields = fc.record(
  {
    lastName: fc.constantFrom('Doe', 'Roe', null),
    company: fc.constantFrom('Acme', 'Example'),
    score: fc.nat({ max: 3 }),
    tags: fc.subarray(['a', 'b']),
    externalId: fc.constantFrom('x-1', 'x-2', 'x-3', null),
  },
  { requiredKeys: [] },
);
const write = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), fields }),
  fc.record({ kind: fc.constantFrom('patch', 'put', 'delete', 'restore'), place, fields }),
  fc.record({
    kind: fc.constant('bulkCreate' as const),
    items: fc.array(fields, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constantFrom('bulkUpdate', 'bulkDelete'),
    items: fc.array(fc.record({ place, fields }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('upsert' as const),
    items: fc.array(fields, { minLength: 1, maxLength: 4 }),
    policy: fc.constantFrom('upsert', 'createOnly', 'updateOnly', 'fillEmpty', 'replace'),
  }),
);
type Write = typeof write extends fc.Arbitrary<infer Value> ? Value : never;

describe('the journal', () => {
  const { product, api } = useTestProduct({ DATABASE_PREFIX: PREFIX, WORKERS: 'none' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let database: string;

  beforeAll(async () => {
    admin = await api().register();
    const name = `${PREFIX}_tenant_${admin.tenant.tenantId.replaceAll('-', '')}`;
    database = withDatabase(product().databaseUrl, name);
  });

  const journal = (after = 0) =>
    queryDatabase<Entry>(
      database,
      `SELECT record_id AS id, type, version, changes, record FROM journal
       WHERE resource = 'lead' AND seq > $1 ORDER BY seq`,
      [after],
    );

  async function perform(done: Write, ids: readonly string[]): Promise<unknown> {
    const idAt = (index: number) => ids[index % Math.max(1, ids.length)] ?? 'none';
    switch (done.kind) {
      case 'create':
        return admin.post('/api/leads', { body: done.fields });
      case 'bulkCreate':
        return bulkLeads(admin, 'POST', done.items);
      case 'upsert':
        return bulkLeads(admin, 'PUT', done.items, `?policy=${done.policy}`);
      case 'bulkUpdate':
        return bulkLeads(
          admin,
          'PATCH',
          done.items.map((item) => ({ ...item.fields, id: idAt(item.place) })),
        );
      case 'bulkDelete':
        return bulkLeads(
          admin,
          'DELETE',
          done.items.map((item) => ({ id: idAt(item.place) })),
        );
      case 'patch':
        return admin.patch(`/api/leads/${idAt(done.place)}`, { body: done.fields });
      case 'put':
        return admin.put(`/api/leads/${idAt(done.place)}`, { body: done.fields });
      case 'delete':
        return admin.delete(`/api/leads/${idAt(done.place)}`);
      default:
        return admin.post(`/api/leads/${idAt(done.place)}/restore`);
    }
  }

  /** What the leads are, from their changes alone. */
  function replay(entries: readonly Entry[]): Map<string, Lead> {
    const leads = new Map<string, Lead>();
    const deleted = new Map<string, Lead>();
    for (const { id, type, version, changes, record } of entries) {
      const before = leads.get(id) ?? deleted.get(id);
      expect(version).toBe(before === undefined ? 1 : Number(before['version']) + 1);
      const system = { version, updatedAt: record['updatedAt'], updatedBy: record['updatedBy'] };
      for (const [field, change] of Object.entries(changes ?? {}))
        expect(before?.[field]).toEqual(change.old);
      const values = Object.entries(changes ?? {}).map(([field, change]) => [field, change.new]);
      const after = before === undefined ? record : { ...before, ...Object.fromEntries(values), ...system };
      expect(after).toEqual(record);
      if (type === 'lead.updated') expect(Object.keys(changes ?? {})).not.toEqual([]);
      leads.delete(id);
      deleted.delete(id);
      (type === 'lead.deleted' ? deleted : leads).set(id, after);
    }
    return leads;
  }

  it('gives the table when it is replayed, whatever was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 3, maxLength: 12 }), async (writes) => {
        for (const one of writes) {
          const ids = [...new Set((await journal()).map(({ id }) => id))].slice(-10);
          await perform(one, ids);
        }
        const { body } = await admin.get<{ items: Lead[] }>('/api/leads?pageSize=200&sortBy=id');
        const replayed = [...replay(await journal()).values()];
        const sorted = replayed.sort((one, other) => (String(one['id']) < String(other['id']) ? -1 : 1));
        expect(body.items).toEqual(sorted.slice(0, 200));
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('grows by one row a record that is written, in a handful of statements for a thousand', async () => {
    const tenantDatabase = product().app.get(TenantDatabase);
    const executed = jest.spyOn(tenantDatabase, 'execute');
    const queried = jest.spyOn(tenantDatabase, 'query');
    const statements = async (work: () => Promise<unknown>) => {
      executed.mockClear();
      queried.mockClear();
      await work();
      return executed.mock.calls.length + queried.mock.calls.length;
    };
    const [before] = await queryDatabase<{ seq: string }>(database, 'SELECT max(seq) AS seq FROM journal');
    const after = Number(before?.seq ?? 0);
    const leads = Array.from({ length: 1_000 }, (_, index) => ({
      lastName: 'Doe',
      externalId: `thousand-${index}`,
      ownerId: admin.tenant.userId,
    }));
    let ids: string[] = [];
    const counts = [
      await statements(async () => (ids = await makeLeads(admin, ...leads))),
      await statements(() => bulkLeads(admin, 'POST', leads)),
      await statements(() =>
        bulkLeads(
          admin,
          'PATCH',
          ids.map((id) => ({ id, score: 1, version: 1 })),
        ),
      ),
      await statements(() =>
        bulkLeads(
          admin,
          'PATCH',
          ids.map((id) => ({ id, score: 2, version: 1 })),
        ),
      ),
      await statements(() =>
        bulkLeads(
          admin,
          'PUT',
          leads.map((lead) => ({ ...lead, score: 3 })),
        ),
      ),
      await statements(() =>
        bulkLeads(
          admin,
          'DELETE',
          ids.map((id) => ({ id })),
        ),
      ),
    ];
    for (const count of counts) expect(count).toBeLessThanOrEqual(9);
    const entries = await journal(after);
    expect(entries.filter(({ type }) => type === 'lead.created')).toHaveLength(1_000);
    expect(entries.filter(({ type }) => type === 'lead.updated')).toHaveLength(2_000);
    expect(entries.filter(({ type }) => type === 'lead.deleted')).toHaveLength(1_000);
    executed.mockRestore();
    queried.mockRestore();
  }, 120_000);
});
