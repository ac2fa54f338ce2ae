import { beforeAll, describe, expect, it } from '@jest/globals';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { made, unique } from '../support/route-case.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'tstageraces';
const ROUNDS = 4;

/** Live deals in a stage that is gone, or in a pipeline that is. */
const ASTRAY = `SELECT deals.id FROM deals JOIN pipeline_stages AS stage ON stage.id = deals.stage_id
  JOIN pipelines ON pipelines.id = stage.pipeline_id
  WHERE deals.deleted_at IS NULL AND (stage.removed_at IS NOT NULL OR pipelines.deleted_at IS NOT NULL
    OR NOT pipelines.stages @> jsonb_build_array(jsonb_build_object('id', stage.id)) OR deals.status <> stage.kind
    OR (deals.status = 'open') <> (deals.closed_at IS NULL))`;
/** What is told of each deal: by its row, its stage history and its journal. */
const TOLD = `SELECT deals.id, version, stage_id AS "stageId", stage_entered_at AS "enteredAt",
    (SELECT jsonb_agg(jsonb_build_array(from_stage_id, to_stage_id) ORDER BY changed_at, id) FROM deal_stage_changes
      WHERE deal_id = deals.id) AS moves,
    (SELECT max(changed_at) FROM deal_stage_changes WHERE deal_id = deals.id) AS "movedAt",
    (SELECT count(DISTINCT changed_at)::integer FROM deal_stage_changes WHERE deal_id = deals.id) AS moments,
    (SELECT jsonb_agg(journal.version ORDER BY seq) FROM journal WHERE record_id = deals.id) AS versions,
    (SELECT jsonb_agg(record ->> 'stageId' ORDER BY seq) FROM journal WHERE record_id = deals.id) AS stages
  FROM deals`;

interface Told extends Record<string, unknown> {
  readonly id: string;
  readonly version: number;
  readonly stageId: string;
  readonly enteredAt: Date;
  readonly movedAt: Date;
  readonly moves: readonly (readonly [string | null, string])[];
  readonly moments: number;
  readonly versions: readonly number[];
  readonly stages: readonly string[];
}

interface Pipeline {
  readonly id: string;
  readonly stages: readonly { readonly id: string; readonly name: string }[];
}

/** Another one first. */
const turned = <Item>(items: readonly Item[], places: number): Item[] => {
  const place = places % items.length;
  return [...items.slice(place), ...items.slice(0, place)];
};

/** Of each record, be it one of many. */
const statusesOf = (answers: readonly ApiAnswer[]) =>
  answers.flatMap(({ status, body }) => {
    const results = body['results'] as readonly { readonly status: number }[] | undefined;
    return results === undefined ? [status] : results.map((result) => result.status);
  });

describe('deals that come into a stage', () => {
  const { product, api } = useTestProduct({
    DATABASE_PREFIX: PREFIX,
    // They wait for each other on purpose; what it is about is that none waits in a circle.
    CONNECTION_WAIT_MS: '60000',
    STATEMENT_TIMEOUT_MS: '60000',
  });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let database: string;

  beforeAll(async () => {
    admin = await api().register();
    const name = `${PREFIX}_tenant_${admin.tenant.tenantId.replaceAll('-', '')}`;
    database = withDatabase(product().databaseUrl, name);
  });

  async function pipeline(): Promise<Pipeline> {
    const answer = await admin.post<Pipeline>('/api/pipelines', { body: { name: unique('pipeline') } });
    expect(answer.status).toBe(201);
    return answer.body;
  }
  const stageOf = ({ stages }: Pipeline, name: string) =>
    stages.find((stage) => stage.name === name)?.id ?? 'none';
  const inStage = (stageId: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, () => made(admin, '/api/deals', { name: unique('deal'), stageId })),
    );

  /** Deals come and go by every way while `remove` takes their stage away. @returns all answers, its own first */
  async function rush(
    round: number,
    sales: Pipeline,
    remove: () => Promise<ApiAnswer>,
  ): Promise<ApiAnswer[]> {
    const [lead, proposal] = [stageOf(sales, 'Lead'), stageOf(sales, 'Proposal')];
    const [standing, others, gone] = [
      await inStage(lead, 6),
      await inStage(proposal, 6),
      await inStage(lead, 3),
    ];
    for (const id of gone) expect((await admin.delete(`/api/deals/${id}`)).status).toBe(204);
    const name = unique('coming');
    const move = (id: string | undefined, stageId: string) =>
      admin.put(`/api/deals/${String(id)}/stage`, { body: { stageId } });
    const newDeals = (count: number) =>
      Array.from({ length: count }, () => ({ name, stageId: lead, externalId: unique('key') }));
    const works = [
      ...standing.slice(0, 3).map((id) => () => move(id, stageOf(sales, 'Negotiation'))),
      ...others.slice(0, 3).map((id) => () => move(id, lead)),
      ...gone.map((id) => () => admin.post(`/api/deals/${id}/restore`)),
      () => admin.post('/api/deals', { body: { name, stageId: lead } }),
      () => admin.post('/api/deals', { body: { name, pipelineId: sales.id } }),
      () => admin.post('/api/deals/bulk', { body: { deals: newDeals(8) } }),
      () => admin.put('/api/deals/bulk', { body: { deals: newDeals(8) } }),
      () =>
        admin.patch('/api/deals/bulk', {
          body: {
            deals: [
              ...standing.slice(3).map((id) => ({ id, amount: round + 1 })),
              ...others.slice(3).map((id) => ({ id, stageId: lead })),
            ],
          },
        }),
    ];
    const [removed, ...answers] = await Promise.all([
      remove(),
      ...turned(works, round).map((work) => work()),
    ]);
    return [removed, ...answers];
  }

  async function expectWhole(): Promise<void> {
    expect(await queryDatabase(database, ASTRAY)).toEqual([]);
    for (const {
      id,
      version,
      stageId,
      moves,
      moments,
      versions,
      stages,
      ...told
    } of await queryDatabase<Told>(database, TOLD)) {
      expect({ id, last: moves.at(-1)?.[1], at: told.movedAt }).toEqual({
        id,
        last: stageId,
        at: told.enteredAt,
      });
      expect(moves.map(([from]) => from)).toEqual([null, ...moves.slice(0, -1).map(([, to]) => to)]);
      expect(moments).toBe(moves.length);
      expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
      const entered = stages.filter((stage, index) => stage !== stages[index - 1]);
      expect(entered).toEqual(moves.map(([, to]) => to));
    }
  }

  it('while it is taken away, stand in one that is there', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sales = await pipeline();
      const path = `/api/pipelines/${sales.id}/stages/${stageOf(sales, 'Lead')}`;
      const moveTo = stageOf(sales, 'Qualified');
      const [removed, ...answers] = await rush(round, sales, () => admin.delete(`${path}?moveTo=${moveTo}`));
      expect(removed?.status).toBe(204);
      expect(statusesOf(answers).filter((status) => ![200, 201, 422].includes(status))).toEqual([]);
      await expectWhole();
    }
  });

  it('while its pipeline is taken away, stand in one that is there', async () => {
    const home = await pipeline();
    for (let round = 0; round < ROUNDS; round += 1) {
      const sales = await pipeline();
      const path = `/api/pipelines/${sales.id}?moveTo=${home.id}`;
      const [removed, ...answers] = await rush(round, sales, () => admin.delete(path));
      expect(removed?.status).toBe(204);
      // What would come back to a pipeline that is gone stays where it is.
      expect(statusesOf(answers).filter((status) => ![200, 201, 409, 422].includes(status))).toEqual([]);
      await expectWhole();
    }
  });

  it('while two pipelines go into each other, stand in the one that is left', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, other] = [await pipeline(), await pipeline()];
      await Promise.all([one, other].map((each) => inStage(stageOf(each, 'Lead'), 4)));
      const answers = await Promise.all([
        admin.delete(`/api/pipelines/${one.id}?moveTo=${other.id}`),
        admin.delete(`/api/pipelines/${other.id}?moveTo=${one.id}`),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 422]);
      await expectWhole();
    }
  });

  it('while it becomes another kind, are what it is', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sales = await pipeline();
      const [lead, proposal] = [stageOf(sales, 'Lead'), stageOf(sales, 'Proposal')];
      const [coming, gone] = [await inStage(proposal, 3), await inStage(lead, 3)];
      for (const id of gone) await admin.delete(`/api/deals/${id}`);
      const works = [
        ...gone.map((id) => () => admin.post(`/api/deals/${id}/restore`)),
        () => admin.patch(`/api/pipelines/${sales.id}/stages/${lead}`, { body: { kind: 'won' } }),
        ...coming.map((id) => () => admin.put(`/api/deals/${id}/stage`, { body: { stageId: lead } })),
        () => admin.post('/api/deals', { body: { name: unique('deal'), stageId: lead } }),
      ];
      const answers = await Promise.all(turned(works, round * 2).map((work) => work()));
      expect(statusesOf(answers).filter((status) => ![200, 201, 409, 422].includes(status))).toEqual([]);
      await expectWhole();
    }
  });
});
