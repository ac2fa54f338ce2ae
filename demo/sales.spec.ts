import { beforeAll, describe, expect, it } from '@jest/globals';
import { withDatabase } from '../src/platform/database/postgres-client.js';
import { queryDatabase } from '../test/support/server-query.js';
import { useTestProduct } from '../test/support/use-test-product.js';
import { readAccounts } from './accounts.js';
import { ensureCompanies } from './company-writer.js';
import { CrmClient } from './crm-client.js';
import { loadSales } from './sales.js';
import { ensureSalesForce, readSalesAgents } from './sales-agents.js';
import { type PipelineDeal, readSalesPipeline } from './sales-pipeline.js';

const PREFIX = 'tdemosales';
const WON = `SELECT %s AS name, sum(deals.amount)::float AS value FROM deals
  JOIN members ON members.id = deals.owner_id JOIN line_items ON deal_id = deals.id
  JOIN products ON products.id = product_id WHERE status = 'won' GROUP BY 1 ORDER BY 1`;
const COUNTS = `SELECT stage.name, count(*)::integer, count(closed_at)::integer AS closed,
    count(expected_close_date)::integer AS expected, count(company_id)::integer AS companies
  FROM deals JOIN pipeline_stages AS stage ON stage.id = stage_id GROUP BY stage.name, position ORDER BY position`;

describe('the sales data in the product', () => {
  const { product, api } = useTestProduct({ DATABASE_PREFIX: PREFIX, DEFAULT_PLAN: 'unmetered' });
  let database: string;
  let deals: readonly PipelineDeal[];
  let printed = '';

  beforeAll(async () => {
    const { tenant, token } = await api().register();
    database = withDatabase(product().databaseUrl, `${PREFIX}_tenant_${tenant.tenantId.replaceAll('-', '')}`);
    const client = new CrmClient(product().url);
    client.token = token;
    const { userIds } = await ensureSalesForce(client, await readSalesAgents());
    const { ids: companyIds } = await ensureCompanies(client, await readAccounts());
    const output = { write: (text: string) => (printed += text) };
    expect(await loadSales(client, { userIds, companyIds }, output)).toEqual([]);
    ({ deals } = await readSalesPipeline());
  }, 120_000);

  const wonBy = (name: (deal: PipelineDeal) => string) => {
    const sums = new Map<string, number>();
    for (const deal of deals)
      if (deal.value !== undefined) sums.set(name(deal), (sums.get(name(deal)) ?? 0) + deal.value);
    return [...sums].map(([key, value]) => ({ name: key, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const sorted = (rows: { name: string; value: number }[]) => rows.sort((a, b) => (a.name < b.name ? -1 : 1));

  it('are all there, with their stages and dates', async () => {
    expect(await queryDatabase(database, COUNTS)).toEqual([
      { name: 'Prospecting', count: 500, closed: 0, expected: 0, companies: 163 },
      { name: 'Engaging', count: 1_589, closed: 0, expected: 1_589, companies: 501 },
      { name: 'Won', count: 4_238, closed: 4_238, expected: 4_238, companies: 4_238 },
      { name: 'Lost', count: 2_473, closed: 2_473, expected: 2_473, companies: 2_473 },
    ]);
    expect(printed).toContain('1480 deals are about GTXPro');
  });

  it('come to the value of the file, in all, by product and by agent', async () => {
    const byProduct = await queryDatabase<{ name: string; value: number }>(
      database,
      WON.replace('%s', 'products.name'),
    );
    const byAgent = await queryDatabase<{ name: string; value: number }>(
      database,
      WON.replace('%s', 'members.name'),
    );
    expect(byProduct.reduce((sum, { value }) => sum + value, 0)).toBe(10_005_534);
    expect(sorted(byProduct)).toEqual(wonBy(({ product: name }) => name));
    expect(sorted(byAgent)).toEqual(wonBy(({ agent }) => agent));
  });
});
