import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../../test/support/api-client.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TenantDirectory } from '../../context/tenant-directory.js';
import type { TenantReference } from '../../context/tenant-reference.js';
import { ResourceRegistry } from '../resource-registry.js';

interface Page {
  readonly items: readonly { readonly id: string; readonly lastName: string }[];
  readonly totalCount: number;
  readonly totalCountCapped?: boolean;
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
}

const ROWS = 3_000;
/** Old and new ones that hold "ann" inside of a word; the oldest has it as a word, the tenth oldest as a whole name. */
const FILL = `INSERT INTO leads (id, last_name, status, created_at, created_by, updated_at, updated_by, version)
  SELECT ('018f0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
    CASE n WHEN 1 THEN 'Old Ann' WHEN 10 THEN 'Ann' ELSE 'Hannah ' || n END,
    'New', now(), $1, now(), $1, 1 FROM generate_series(1, ${ROWS}) AS n`;

describe('ranked lists', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let admin: ApiClient;

  beforeAll(async () => {
    core = await TenantCore.start();
    const registered = await new ApiClient(core.product.url).register();
    admin = registered;
    const found = await core.app.get(TenantDirectory).find(registered.tenant.tenantId);
    if (found === undefined) throw new Error('The tenant is not found');
    tenant = found;
    await core.within(tenant, async () => {
      await core.database.execute({ text: FILL, values: [registered.tenant.userId] });
      await core.database.execute({ text: 'ANALYZE leads' });
    });
  });

  afterAll(() => core.close());

  const page = async (query: string) => (await admin.get<Page>(`/api/leads?search=ann&${query}`)).body;

  it('rank 1,000 of more rows: the best however old they are, then the newest', async () => {
    const first = await page('pageSize=20');
    expect(first).toMatchObject({ totalCount: 1_000, totalPages: 50, totalCountCapped: true });
    const newest = Array.from({ length: 18 }, (_, index) => `Hannah ${ROWS - index}`);
    expect(first.items.map(({ lastName }) => lastName)).toEqual(['Ann', 'Old Ann', ...newest]);
    expect(await page('pageSize=200&page=5')).toMatchObject({ hasNextPage: false, totalCount: 1_000 });
    expect(await page('pageSize=200&page=6')).toMatchObject({ items: [], totalCount: 1_000 });
    expect(await page('sortBy=id&pageSize=1')).toMatchObject({ totalCount: ROWS });
  });

  it('show each of them once by cursors, and end with them', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = await page(`limit=170${cursor}`);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(1_000);
    expect(new Set(seen).size).toBe(1_000);
  });

  it('find few among many by an index, and many without reading all, whatever the sort', () =>
    core.within(tenant, async () => {
      const explain = async (text: string): Promise<string> => {
        const rows = await core.database.query<Record<string, string>>({
          text: `EXPLAIN SELECT id FROM leads WHERE deleted_at IS NULL
            AND search_text(first_name, last_name, company, email, phone) LIKE search_pattern($1, true)
            ORDER BY created_at DESC, id DESC LIMIT 20`,
          values: [text],
        });
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      };
      expect(await explain('Hannah 1234')).toContain('leads_search_fragments');
      expect(await explain('zzz')).toContain('leads_search_fragments');
      expect(await explain('ann')).not.toContain('leads_search_fragments');
    }));
});

describe('every record type', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
  });

  afterAll(() => core.close());

  it('has joined the counts, and the search with the columns of its policy', () =>
    core.within(tenant, async () => {
      const resources = core.app.get(ResourceRegistry).list();
      expect(resources.length).toBeGreaterThan(4);
      for (const { descriptor } of resources) {
        const metadata = core.database.dataSource.getMetadata(descriptor.entity);
        const triggers = await core.database.query<{ name: string }>({
          text: `SELECT tgname AS name FROM pg_trigger
            WHERE tgrelid = $1::regclass AND tgfoid = 'count_records'::regproc`,
          values: [metadata.tableName],
        });
        expect({ table: metadata.tableName, triggers: triggers.length }).toMatchObject({ triggers: 4 });
        const isSearched = descriptor.published && descriptor.administrative !== true;
        if (!isSearched || descriptor.policy.search.length === 0) continue;
        const names = descriptor.policy.search.map(
          (field) =>
            metadata.columns.find(({ propertyName }) => propertyName === descriptor.policy.textOf(field))
              ?.databaseName,
        );
        const indexes = await core.database.query<{ definition: string }>({
          text: 'SELECT indexdef AS definition FROM pg_indexes WHERE indexname = ANY ($1)',
          values: [[`${metadata.tableName}_search_words`, `${metadata.tableName}_search_fragments`]],
        });
        expect(indexes).toHaveLength(2);
        for (const { definition } of indexes)
          expect(definition).toContain(`search_text(VARIADIC ARRAY[${names.join(', ')}])`);
      }
    }));
});
