import { beforeAll, describe, expect, it } from '@jest/globals';
import { FillRecordSums20261129105100 } from '../../migrations/tenant/20261129105100-fill-record-sums.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { QueryRunner } from 'typeorm';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface DealBody {
  readonly id: string;
  readonly name: string;
  readonly stageId: string;
  readonly amount: number | null;
  readonly currency: string;
}

interface Board {
  readonly pipelineId: string;
  readonly stages: readonly {
    readonly id: string;
    readonly name: string;
    readonly count: number;
    readonly sums: readonly Record<string, unknown>[];
    readonly deals: readonly DealBody[];
  }[];
}

const STAGES = ['Lead', 'Qualified', 'Proposal'] as const;

describe('the board of deals', () => {
  const { api, product } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
    const deals = Array.from({ length: 60 }, (_, index) => ({
      name: `Deal ${String(index).padStart(2, '0')}`,
      stage: STAGES[index % STAGES.length],
      amount: index % 5 === 0 ? null : Math.round(index * 1_010) / 100,
      currency: index % 4 === 0 ? 'USD' : 'EUR',
      source: index % 2 === 0 ? 'Fair' : 'Website',
      ...(index % 7 === 0 && { expectedCloseDate: `2027-01-${String((index % 28) + 1).padStart(2, '0')}` }),
    }));
    const made = await admin.post('/api/deals/bulk', { body: { deals } });
    expect(made).toMatchObject({ status: 200, body: { failed: 0 } });
    const gone = await admin.post('/api/deals', { body: { name: 'Gone', amount: 1_000_000 } });
    await admin.delete(`/api/deals/${String(gone.body['id'])}`);
  });

  async function board(query = '', caller: ApiClient = admin): Promise<Board> {
    const answer = await caller.get<Board>(`/api/deals/board${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  /** What lists say, which are proven elsewhere. */
  async function listed(stageId: string, query: string): Promise<{ items: DealBody[]; totalCount: number }> {
    const path = `/api/deals?stageId=${stageId}&pageSize=200${query}`;
    return (await admin.get<{ items: DealBody[]; totalCount: number }>(path)).body;
  }

  function sumsOf(deals: readonly DealBody[]): Record<string, unknown>[] {
    return [...new Set(deals.map(({ currency }) => currency))].sort().map((currency) => {
      const own = deals.filter((deal) => deal.currency === currency);
      const cents = own
        .map(({ amount }) => Math.round((amount ?? 0) * 100))
        .reduce((one, other) => one + other, 0);
      const isEmpty = own.every(({ amount }) => amount === null);
      return { currency, count: own.length, amount: isEmpty ? null : cents / 100 };
    });
  }

  it.each([
    '',
    '&sortBy=amount&sortOrder=desc',
    '&sortBy=expectedCloseDate',
    '&source=Fair&amount[gte]=100',
    '&search=deal',
    '&sortBy=name&fields=name,stageId&currency=EUR',
  ])('is what the lists of its stages are: %s', async (query) => {
    const { stages } = await board(`?limit=4${query}`);
    expect(stages.map(({ name }) => name)).toEqual([
      ...['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'],
    ]);
    for (const stage of stages) {
      const order = query.includes('search') ? `${query}&sortBy=createdAt&sortOrder=desc` : query;
      const whole = await listed(stage.id, order.replace('&fields=name,stageId', ''));
      expect({ stage: stage.name, count: stage.count }).toEqual({
        stage: stage.name,
        count: whole.totalCount,
      });
      expect(stage.deals.map(({ id }) => id)).toEqual(whole.items.slice(0, 4).map(({ id }) => id));
      expect(stage.sums).toEqual(sumsOf(whole.items));
    }
  });

  it('has the sums of deals that were there before sums were kept, whatever was written since', async () => {
    const before = await board();
    const fill = new FillRecordSums20261129105100();
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    await runInContext({ traceId: 'spec', tenant }, async () => {
      const database = product().app.get(TenantDatabase);
      const runner = { query: (text: string) => database.execute({ text }) } as Partial<QueryRunner>;
      const migrate = () => fill.up(runner as QueryRunner);
      await database.execute({ text: 'TRUNCATE record_sum_deltas' });
      const made = await admin.post('/api/deals', { body: { name: 'Late', amount: 7, currency: 'USD' } });
      await migrate();
      await migrate();
      await admin.delete(`/api/deals/${String(made.body['id'])}?permanent=true`);
    });
    expect(await board()).toEqual(before);
  });

  it('refuses what makes no sense of a board, and pipelines that are not there', async () => {
    for (const query of ['page=2', 'cursor=x', 'stageId=x', 'limit=101', 'sortBy=stageId', 'nothing=1'])
      expect({ query, status: (await admin.get(`/api/deals/board?${query}`)).status }).toEqual({
        query,
        status: 400,
      });
    const nobodys = '0190b2a0-0000-7000-8000-000000000000';
    expect((await admin.get(`/api/opportunities/board?pipelineId=${nobodys}`)).status).toBe(404);
    expect((await admin.get('/api/opportunities/board')).body).toEqual(await board());
  });

  it('shows a caller what they reach, and no sums of what they may not see', async () => {
    const fieldRules = { deals: { amount: 'hidden' } };
    const role = { name: 'Blind', permissions: ['deals:read:own', 'deals:create:own'], fieldRules };
    expect((await admin.post('/api/roles', { body: role })).status).toBe(201);
    const member = await addMember(admin, 'Blind');
    await member.post('/api/deals', { body: { name: 'Mine' } });
    const { stages } = await board('', member);
    expect(stages[0]).toMatchObject({ count: 1, sums: [{ amount: null }], deals: [{ name: 'Mine' }] });
    expect(stages[0]?.deals[0]).not.toHaveProperty('amount');
    expect(stages[1]).toMatchObject({ count: 0, sums: [], deals: [] });
    expect((await member.get('/api/deals/board?amount[gte]=5')).status).toBe(400);
    expect((await member.get('/api/deals/board?sortBy=amount')).status).toBe(400);
  });
});
