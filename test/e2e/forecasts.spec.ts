import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import {
  decimalsOf,
  type ForecastDeal,
  forecastOracle,
  type ForecastRow,
  type ForecastStage,
  type ForecastUnit,
} from '../support/forecast-oracle.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const ZONE = 'America/Los_Angeles';
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface Forecast {
  readonly items: readonly ForecastRow[];
}

const drafts = fc.record({
  name: fc.constant('Deal'),
  stage: fc.constantFrom('Lead', 'Qualified', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'),
  units: fc.option(fc.integer({ min: 0, max: 90_000_000 }), { freq: 10 }),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  probability: fc.option(fc.integer({ min: 0, max: 100 })),
  forecastCategory: fc.option(fc.constantFrom('pipeline', 'bestCase', 'commit', 'omitted')),
  day: fc.integer({ min: 0, max: 420 }),
  // Moments around midnight in Los Angeles, where days differ from those of UTC.
  hour: fc.constantFrom(0, 6, 7, 8, 9, 23),
  owner: fc.integer({ min: 0, max: 3 }),
});

describe('forecasts', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let members: Member[];
  let teams: string[];
  let deals: readonly ForecastDeal[];
  let stages: ReadonlyMap<string, ForecastStage>;
  const teamOf = new Map<string | null, string>();

  const forecast = async (query: string, caller: ApiClient = admin) => {
    const answer = await caller.get<Forecast>(`/api/forecasts?${query}`);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.items;
  };
  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  beforeAll(async () => {
    admin = await api().register();
    await admin.patch('/api/settings', { body: { timeZone: ZONE } });
    teams = [await made('/api/teams', { name: 'North' }), await made('/api/teams', { name: 'South' })];
    await admin.post('/api/roles', { body: { name: 'Own', permissions: ['deals:read:own'] } });
    members = [];
    for (const teamId of [...teams, teams[1]]) members.push(await addMember(admin, 'Own', { teamId }));
    for (const [index, { userId }] of members.entries())
      teamOf.set(userId, (index === 0 ? teams[0] : teams[1]) ?? '');
    const partners = await made('/api/pipelines', { name: 'Partners' });
    const random = fc.sample(drafts, { numRuns: 400, seed: 7 }).map(({ units: amount, ...draft }, index) => {
      const day = DateTime.fromISO('2026-12-20').plus({ days: draft.day }).toFormat('yyyy-MM-dd');
      const isClosed = draft.stage.startsWith('Closed');
      return {
        ...{ name: draft.name, stage: draft.stage, currency: draft.currency, probability: draft.probability },
        ...{ forecastCategory: draft.forecastCategory, ownerId: members[draft.owner]?.userId ?? null },
        ...(index % 5 === 0 && { pipelineId: partners }),
        amount: amount === null ? null : amount / 10 ** decimalsOf(draft.currency),
        expectedCloseDate: index % 17 === 0 ? null : day,
        ...(isClosed && { closedAt: `${day}T0${draft.hour % 10}:30:00Z`, closeReason: 'Price' }),
      };
    });
    const bulk = await admin.post('/api/deals/bulk', { body: { deals: random } });
    expect(bulk.body).toMatchObject({ failed: 0 });
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) =>
        admin.get<{ items: ForecastDeal[] }>(`/api/deals?pageSize=100&page=${page}`),
      ),
    );
    deals = pages.flatMap(({ body }) => body.items);
    const { body } = await admin.get<{ items: { stages: ForecastStage[] }[] }>('/api/pipelines');
    stages = new Map(body.items.flatMap((pipeline) => pipeline.stages).map((stage) => [stage.id, stage]));
  });

  const oracle = (
    period: ForecastUnit,
    span: readonly [from: string, to: string],
    groupOf: (deal: ForecastDeal) => string | null,
    isMeant: (deal: ForecastDeal) => boolean = () => true,
  ) => forecastOracle(deals.filter(isMeant), stages, { period, span, zone: ZONE, groupOf });

  const placed = (rows: readonly ForecastRow[]) =>
    rows
      .map(({ endsOn: _endsOn, ...row }) => row)
      .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const keyOf = ({ startsOn, groupId, currency }: ForecastRow) => `${startsOn} ${groupId} ${currency}`;

  it('are what the deals say, by any period and group', async () => {
    const nobody = () => null;
    const year: [string, string] = ['2027-01-01', '2027-12-31'];
    const all = await forecast('from=2027-01-01&to=2027-12-31');
    expect(all.length).toBeGreaterThan(30);
    expect(placed(all)).toEqual(placed(oracle('month', year, nobody)));
    expect(placed(await forecast('from=2026-11-05&to=2027-03-02&period=quarter&groupBy=owner'))).toEqual(
      placed(oracle('quarter', ['2026-10-01', '2027-03-31'], ({ ownerId }) => ownerId)),
    );
    expect(placed(await forecast('from=2027-01-01&to=2027-12-31&period=year&groupBy=team'))).toEqual(
      placed(oracle('year', year, ({ ownerId }) => teamOf.get(ownerId) ?? null)),
    );
    expect(placed(await forecast('from=2027-01-01&to=2027-12-31&groupBy=pipeline&currency=JPY'))).toEqual(
      placed(
        oracle(
          'month',
          year,
          ({ pipelineId }) => pipelineId,
          ({ currency }) => currency === 'JPY',
        ),
      ),
    );
    const south = (await forecast(`from=2027-01-01&to=2027-12-31&teamId=${teams[1]}`)).map((row) => row);
    expect(placed(south)).toEqual(
      placed(oracle('month', year, nobody, ({ ownerId }) => teamOf.get(ownerId) === teams[1])),
    );
    const { userId } = members[0] ?? admin.tenant;
    expect(placed(await forecast(`from=2027-01-01&to=2027-12-31&ownerId=${userId}`))).toEqual(
      placed(oracle('month', year, nobody, ({ ownerId }) => ownerId === userId)),
    );
  });

  it('hold what is won against the quota of the same owner, team, pipeline and currency', async () => {
    const [first] = members;
    const quota = (body: Record<string, unknown>) =>
      admin.post('/api/quotas', { body: { currency: 'EUR', period: 'month', ...body } });
    const ownerId = first?.userId;
    for (const [index, amount] of [1_000, 2_000.5, 3_000].entries())
      expect((await quota({ ownerId, startsOn: `2027-0${index + 1}-01`, amount })).status).toBe(201);
    expect(
      (await quota({ teamId: teams[1], period: 'quarter', startsOn: '2027-01-01', amount: 0 })).status,
    ).toBe(201);
    expect((await quota({ startsOn: '2027-05-01', amount: 10 })).status).toBe(201);
    const twin = await quota({ ownerId, startsOn: '2027-01-01', amount: 5 });
    expect(twin).toMatchObject({ status: 409, body: { error: { code: 'DUPLICATE' } } });
    const racing = await Promise.all([1, 2, 3].map((amount) => quota({ startsOn: '2027-07-01', amount })));
    expect(racing.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const rowOf = (rows: readonly ForecastRow[], groupId: unknown, startsOn: string) =>
      rows.find((row) => row.groupId === groupId && row.startsOn === startsOn && row.currency === 'EUR');
    const range = 'from=2027-01-01&to=2027-12-31';
    const monthly = rowOf(await forecast(`${range}&groupBy=owner`), ownerId, '2027-02-01');
    const { closed } = monthly?.['categories'] as { closed: number };
    expect(monthly).toMatchObject({
      quota: 2_000.5,
      gap: Number((2_000.5 - closed).toFixed(2)),
      attainment: Number(((closed * 100) / 2_000.5).toFixed(2)),
    });
    // A quarter without a quota of its own has that of its months.
    const quarterly = await forecast(`${range}&groupBy=owner&period=quarter`);
    expect(rowOf(quarterly, ownerId, '2027-01-01')).toMatchObject({ quota: 6_000.5 });
    const ofTeams = await forecast(`${range}&groupBy=team&period=quarter`);
    expect(rowOf(ofTeams, teams[1], '2027-01-01')).toMatchObject({ quota: 0, attainment: null });
    expect(rowOf(ofTeams, teams[0], '2027-01-01')).toMatchObject({ quota: null, gap: null });
    expect(rowOf(await forecast(range), null, '2027-05-01')).toMatchObject({ quota: 10 });
    // A quota counts without any deal; who may not read quotas sees none.
    await quota({ ownerId, currency: 'CHF', startsOn: '2027-01-01', amount: 7 });
    expect(
      (await forecast(`${range}&groupBy=owner`)).filter(({ currency }) => currency === 'CHF'),
    ).toMatchObject([{ groupId: ownerId, open: 0, count: 0, quota: 7, attainment: 0, gap: 7 }]);
    const seen = await forecast(`${range}&groupBy=owner`, first);
    expect(seen.filter(({ quota: amount }) => amount !== null)).toEqual([]);
  });

  it('are of the deals that the caller reaches, and of fields that they may see', async () => {
    const [own] = members;
    const year: [string, string] = ['2027-01-01', '2027-12-31'];
    const rows = await forecast('from=2027-01-01&to=2027-12-31&groupBy=owner', own);
    expect(placed(rows)).toEqual(
      placed(
        oracle(
          'month',
          year,
          ({ ownerId }) => ownerId,
          ({ ownerId }) => ownerId === own?.userId,
        ),
      ),
    );
    const fieldRules = { deals: { amount: 'hidden' } };
    await admin.post('/api/roles', { body: { name: 'Blind', permissions: ['deals:read'], fieldRules } });
    const blind = await addMember(admin, 'Blind');
    expect(await blind.get('/api/forecasts')).toMatchObject({ status: 403 });
    const masked = { deals: { ownerId: 'hidden' } };
    await admin.post('/api/roles', {
      body: { name: 'Masked', permissions: ['deals:read'], fieldRules: masked },
    });
    const other = await addMember(admin, 'Masked');
    expect((await other.get('/api/forecasts')).status).toBe(200);
    expect((await other.get('/api/forecasts?groupBy=team')).status).toBe(403);
    expect((await other.get(`/api/forecasts?ownerId=${NOBODYS_ID}`)).status).toBe(403);
  });

  it('refuse what they cannot answer', async () => {
    const faults: [string, string][] = [
      ['from=2027-02-30', 'from'],
      ['from=yesterday', 'from'],
      ['from=2027-02-01&to=2027-01-31', 'to'],
      ['from=2020-01-01&to=2025-01-01', 'to'],
      ['period=week', 'period'],
      ['groupBy=stage', 'groupBy'],
      ['ownerId=1', 'ownerId'],
      ['currency=euro', 'currency'],
      ['ownerId=a&ownerId=b', 'ownerId'],
      ['unknown=1', 'unknown'],
    ];
    for (const [query, field] of faults) {
      const answer: ApiAnswer = await admin.get(`/api/forecasts?${query}`);
      expect({ query, answer }).toMatchObject({
        query,
        answer: { status: 400, body: { error: { details: [{ field }] } } },
      });
    }
    expect((await admin.get('/api/forecasts?from=2020-01-01&to=2024-12-31')).status).toBe(200);
    const quotas: [Record<string, unknown>, string][] = [
      [{ startsOn: '2027-01-02' }, 'startsOn'],
      [{ startsOn: '2027-02-01', period: 'quarter' }, 'startsOn'],
      [{ amount: -1 }, 'amount'],
      [{ amount: 1.5, currency: 'JPY' }, 'amount'],
      [{ ownerId: admin.tenant.userId, teamId: teams[0] }, 'teamId'],
      [{ pipelineId: NOBODYS_ID }, 'pipelineId'],
      [{ teamId: NOBODYS_ID }, 'teamId'],
    ];
    for (const [body, field] of quotas) {
      const quota = { period: 'month', startsOn: '2028-01-01', amount: 1, ...body };
      expect(await admin.post('/api/quotas', { body: quota })).toMatchObject({
        status: 422,
        body: { error: { details: [{ field }] } },
      });
    }
  });
});
