import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { jobIn } from '../support/job-caller.js';
import { made, unique } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Stage {
  readonly id: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

interface PipelineBody {
  readonly id: string;
  readonly version: number;
  readonly isDefault: boolean;
  readonly stages: readonly Stage[];
}

describe('pipelines', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  async function pipeline(more: Record<string, unknown> = {}): Promise<PipelineBody> {
    const body = { name: unique('pipeline'), ...more };
    const answer = await admin.post<PipelineBody>('/api/pipelines', { body });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  }
  const pipelineNow = async ({ id }: { readonly id: string }) =>
    (await admin.get<PipelineBody>(`/api/pipelines/${id}`)).body;
  const names = ({ stages }: PipelineBody) => stages.map(({ name }) => name);
  const stageOf = ({ stages }: PipelineBody, name: string) =>
    stages.find((stage) => stage.name === name)?.id ?? 'none';
  const deal = (pipelineId: string, more: Record<string, unknown> = {}) =>
    made(admin, '/api/deals', { name: unique('deal'), pipelineId, ...more });

  it('have whole stages, those of the first one unless told otherwise', async () => {
    const made = await pipeline();
    expect(names(made)).toEqual([
      ...['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'],
    ]);
    expect(made.stages[3]).toEqual({
      ...{ id: made.stages[3]?.id, name: 'Negotiation', kind: 'open', probability: 75 },
      ...{ forecastCategory: 'commit', requiredFields: [], allowedMoves: null },
    });
    const stages = [
      { name: 'In', allowedMoves: ['out', 'Gone'] },
      { name: 'Out', kind: 'won' },
      { name: 'Gone', kind: 'lost', requiredFields: ['source'] },
    ];
    const own = await pipeline({ stages });
    expect(own.stages[0]).toMatchObject({ allowedMoves: [own.stages[1]?.id, own.stages[2]?.id] });
    expect(own.stages[1]).toMatchObject({ probability: 100, forecastCategory: 'closed' });
    const faults = [
      [[{ name: 'In' }], 'stages'],
      [[...stages, { name: 'in' }], 'stages.3.name'],
      [[{ name: 'A', requiredFields: ['stageId'] }, ...stages.slice(1)], 'stages.0.requiredFields.0'],
      [[{ name: 'A', allowedMoves: ['Nowhere'] }, ...stages.slice(1)], 'stages.0.allowedMoves.0'],
      [[{ ...stages[1], probability: 50 }, stages[2], { name: 'In' }], 'stages.0.probability'],
      [[{ id: made.stages[0]?.id, name: 'A' }, ...stages.slice(1)], 'stages.0.id'],
    ] as const;
    for (const [given, field] of faults)
      expect(await admin.post('/api/pipelines', { body: { name: 'X', stages: given } })).toMatchObject({
        status: 422,
        body: { error: { details: [{ field }] } },
      });
  });

  it('are edited stage by stage, and taken back whole', async () => {
    const first = await pipeline();
    const path = `/api/pipelines/${first.id}`;
    const added = await admin.post<PipelineBody>(`${path}/stages`, { body: { name: 'Demo' } });
    expect(added.status).toBe(200);
    expect(names(added.body).slice(3, 6)).toEqual(['Negotiation', 'Demo', 'Closed Won']);
    const demo = stageOf(added.body, 'Demo');
    const changed = await admin.patch<PipelineBody>(`${path}/stages/${demo}`, {
      body: { name: 'Trial', probability: 60, allowedMoves: ['Closed Won'] },
    });
    expect(changed.body.stages[4]).toMatchObject({ id: demo, name: 'Trial', probability: 60 });
    const ids = changed.body.stages.map(({ id }) => id);
    const stale = { body: { stageIds: ids.toReversed() }, headers: { 'if-match': '"1"' } };
    expect((await admin.put(`${path}/stages/order`, stale)).status).toBe(412);
    expect((await admin.put(`${path}/stages/order`, { body: { stageIds: ids.slice(1) } })).status).toBe(422);
    const ordered = await admin.put<PipelineBody>(`${path}/stages/order`, {
      body: { stageIds: ids.toReversed() },
    });
    expect(ordered.body.stages.map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await admin.delete(`${path}/stages/${demo}`)).status).toBe(204);
    expect(names(await pipelineNow(first))).not.toContain('Trial');
    const won = stageOf(first, 'Closed Won');
    expect((await admin.delete(`${path}/stages/${won}`)).status).toBe(422);
    const back = await admin.post<PipelineBody>(`${path}/revert`, { body: { version: 3 } });
    expect(back.body.stages.map(({ id }) => id)).toEqual(ids);
    expect(await deal(first.id, { stageId: demo })).toEqual(expect.any(String));
  });

  it('keep a stage with deals, until it is said where they go', async () => {
    const sales = await pipeline();
    const path = `/api/pipelines/${sales.id}`;
    const [lead, proposal] = [stageOf(sales, 'Lead'), stageOf(sales, 'Proposal')];
    const ids = [await deal(sales.id), await deal(sales.id)];
    const deleted = await deal(sales.id);
    await admin.delete(`/api/deals/${deleted}`);
    const inUse = {
      status: 409,
      body: {
        error: { code: 'STAGE_IN_USE', details: [{ field: 'moveTo', used: 2 }] },
      },
    };
    expect(await admin.delete(`${path}/stages/${lead}`)).toMatchObject(inUse);
    const stages = sales.stages.filter(({ id }) => id !== lead);
    expect(await admin.patch(path, { body: { stages } })).toMatchObject(inUse);
    expect((await admin.patch(`${path}/stages/${lead}`, { body: { kind: 'lost' } })).status).toBe(409);
    for (const moveTo of [lead, stageOf(sales, 'Closed Won'), 'nowhere'])
      expect((await admin.delete(`${path}/stages/${lead}?moveTo=${moveTo}`)).status).toBe(422);
    const trial = await admin.delete(`${path}/stages/${lead}?moveTo=${proposal}&dryRun=true`);
    expect(trial.status).toBe(204);
    // The rules of the stages are for who moves a deal, not for where it goes when its stage does.
    const rules = { body: { requiredFields: ['amount'], allowedMoves: ['Negotiation'] } };
    for (const stage of [lead, proposal])
      expect((await admin.patch(`${path}/stages/${stage}`, rules)).status).toBe(200);
    expect((await admin.delete(`${path}/stages/${lead}?moveTo=${proposal}`)).status).toBe(204);
    for (const id of ids) {
      const history = await admin.get<{ items: { at: string }[] }>(`/api/deals/${id}/stage-history`);
      const [moved = 0, entered = 0] = history.body.items.map(({ at }) => Date.parse(at));
      expect(moved).toBeGreaterThan(entered);
      expect(history.body).toMatchObject({
        items: [{ fromStageName: 'Lead', toStageId: proposal }, { toStageName: 'Lead' }],
      });
      expect((await admin.get(`/api/deals/${id}/history`)).body).toMatchObject({
        items: [{ type: 'deal.stage-changed' }, { type: 'deal.created' }],
      });
    }
    expect((await pipelineNow(sales)).version).toBe(4);
    const restored = await admin.post(`/api/deals/${deleted}/restore`);
    expect(restored.body).toMatchObject({ stageId: stageOf(sales, 'Qualified'), status: 'open' });
    expect((await admin.post('/api/deals', { body: { name: 'X', stageId: lead } })).status).toBe(422);
  });

  it('have one default at a time, and give up their deals only to another one', async () => {
    const { body } = await admin.get<{ items: PipelineBody[] }>('/api/pipelines?isDefault=true');
    const [former] = body.items;
    const partners = await pipeline({ isDefault: true });
    expect((await pipelineNow({ id: former?.id ?? '' })).isDefault).toBe(false);
    const id = await made(admin, '/api/deals', { name: 'In the default', stage: 'Negotiation' });
    expect((await admin.get(`/api/deals/${id}`)).body).toMatchObject({ pipelineId: partners.id });
    const path = `/api/pipelines/${partners.id}`;
    expect((await admin.patch(path, { body: { isDefault: false } })).status).toBe(409);
    expect((await admin.delete(path)).status).toBe(409);
    expect((await admin.put(path, { body: { name: 'Renamed' } })).body).toMatchObject({
      isDefault: true,
      stages: partners.stages,
    });
    await Promise.all(
      [partners, former].map((one) =>
        admin.patch(`/api/pipelines/${one?.id}`, { body: { isDefault: true } }),
      ),
    );
    expect((await admin.get('/api/pipelines?isDefault=true')).body).toMatchObject({ totalCount: 1 });
    await admin.patch(`/api/pipelines/${former?.id}`, { body: { isDefault: true } });
    expect(await admin.delete(path)).toMatchObject({
      status: 409,
      body: { error: { code: 'PIPELINE_IN_USE', details: [{ used: 1 }] } },
    });
    expect((await admin.delete(`${path}?moveTo=${partners.id}`)).status).toBe(422);
    expect((await admin.delete(`${path}?moveTo=${former?.id}`)).status).toBe(204);
    expect((await admin.get(`/api/deals/${id}`)).body).toMatchObject({
      pipelineId: former?.id,
      stageId: former?.stages.find(({ name }) => name === 'Negotiation')?.id,
    });
  });

  it('move many deals in a job', async () => {
    const sales = await pipeline();
    const [lead, proposal] = [stageOf(sales, 'Lead'), stageOf(sales, 'Proposal')];
    for (const count of [1_000, 200]) {
      const deals = Array.from({ length: count }, () => ({ name: 'One of many', stageId: lead }));
      expect((await admin.post('/api/deals/bulk', { body: { deals } })).status).toBe(200);
    }
    const path = `/api/pipelines/${sales.id}/stages/${lead}?moveTo=${proposal}`;
    const { status, body, headers } = await admin.delete<{ id: string }>(path);
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/api/jobs/${body.id}`);
    expect(await jobIn(admin, body.id, 'completed')).toMatchObject({ counts: { moved: 1_200 } });
    expect(names(await pipelineNow(sales))).not.toContain('Lead');
    expect((await admin.get(`/api/deals?stageId=${proposal}&pageSize=1`)).body).toMatchObject({
      totalCount: 1_200,
    });
  }, 60_000);

  it('are read by who sells, and changed by who manages', async () => {
    const user = await addMember(admin, 'User');
    expect((await user.get('/api/pipelines')).status).toBe(200);
    expect((await user.post('/api/pipelines', { body: { name: 'Theirs' } })).status).toBe(403);
    const manager = await addMember(admin, 'Manager');
    expect((await manager.post('/api/pipelines', { body: { name: 'Theirs' } })).status).toBe(201);
    expect((await manager.post('/api/pipelines', { body: { name: 'theirs' } })).status).toBe(409);
  });
});
