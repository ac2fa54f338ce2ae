import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../../src/kernel/clock.js';
import type { ApiClient } from '../support/api-client.js';
import { importTable } from '../support/import-file.js';
import { jobIn } from '../support/job-caller.js';
import { made, unique } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const MINUTE = 60_000;

interface Stage {
  readonly id: string;
  readonly name: string;
}

describe('the stages of a pipeline', () => {
  const { api, product } = useTestProduct();
  let admin: ApiClient;
  let pipelineId: string;
  let stages: readonly Stage[];

  beforeAll(async () => {
    admin = await api().register();
    const field = { resource: 'deals', key: 'budget', label: 'Budget', type: 'number' };
    await made(admin, '/api/custom-fields', field);
    const rules = {
      name: 'Strict',
      stages: [
        { name: 'In' },
        { name: 'Offer', requiredFields: ['amount', 'contacts', 'customFields.budget'] },
        { name: 'Talk' },
        { name: 'Won', kind: 'won', requiredFields: ['description'] },
        { name: 'Lost', kind: 'lost' },
      ],
    };
    const { body } = await admin.post<{ id: string; stages: Stage[] }>('/api/pipelines', { body: rules });
    ({ id: pipelineId, stages } = body);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const stageId = (name: string) => stages.find((stage) => stage.name === name)?.id ?? 'none';
  const sent = (more: Record<string, unknown> = {}) => ({ name: unique('deal'), pipelineId, ...more });
  const deal = (more: Record<string, unknown> = {}) => made(admin, '/api/deals', sent(more));
  const move = (id: string, body: unknown, client = admin) => client.put(`/api/deals/${id}/stage`, { body });
  const reopen = (id: string, body: unknown = {}) => admin.post(`/api/deals/${id}/reopen`, { body });
  const read = async (id: string) => (await admin.get(`/api/deals/${id}`)).body;
  const missing = (...fields: string[]) => ({
    status: 422,
    body: {
      error: {
        code: 'VALIDATION_ERROR',
        details: fields.map((field) => ({ field, message: 'is required in the stage Offer' })),
      },
    },
  });
  const refused = (status: number, field: string) => ({ status, body: { error: { details: [{ field }] } } });
  const whole = async () => ({
    ...{ amount: 0, customFields: { budget: 0 } },
    contacts: [{ contactId: await made(admin, '/api/contacts', { lastName: 'Buyer' }) }],
  });

  it('ask for each field that is empty, of new deals and of those that move, come back or are imported', async () => {
    const all = missing('amount', 'contacts', 'customFields.budget');
    const id = await deal({ customFields: { budget: 5 } });
    expect(await move(id, { stage: 'Offer' })).toMatchObject(missing('amount', 'contacts'));
    const emptied = { stage: 'Offer', amount: null, contacts: [], customFields: { budget: null } };
    expect(await move(id, emptied)).toMatchObject(all);
    expect(await read(id)).toMatchObject({ version: 1, customFields: { budget: 5 } });
    expect(await admin.post('/api/deals', { body: sent({ stage: 'Offer' }) })).toMatchObject(all);
    const upsert = { deals: [sent({ externalId: unique('external'), stage: 'Offer' })] };
    expect((await admin.put('/api/deals/bulk', { body: upsert })).body).toMatchObject({
      results: [{ status: 422, error: { details: [{ field: 'amount' }, {}, {}] } }],
    });
    const table = `name,pipelineId,stage\n${unique('imported')},${pipelineId},Offer\n`;
    const job = await importTable(admin, 'deals', { table });
    expect(await jobIn(admin, job.body.id, 'completed')).toMatchObject({ counts: { failed: 1 } });
    // What is there says something, be it nought.
    expect(await move(id, { stage: 'Offer', ...(await whole()) })).toMatchObject({ status: 200 });
    await move(id, { stage: 'Talk' });
    await admin.patch(`/api/deals/${id}`, { body: { amount: null } });
    const reverted = await admin.post(`/api/deals/${id}/revert`, { body: { version: 2 } });
    expect(reverted).toMatchObject({ status: 200, body: { stageId: stageId('Offer'), amount: 0 } });
    const lost = await deal({ stage: 'Lost', closeReason: 'Price' });
    expect(await reopen(lost, { stage: 'Offer' })).toMatchObject(all);
    expect(await read(lost)).toMatchObject({ status: 'lost', closeReason: 'Price', version: 1 });
  });

  it('ask also for what the mover does not see, and tell nothing of it', async () => {
    const role = {
      name: 'Without budget',
      permissions: ['records:*'],
      fieldRules: { deals: { 'customFields.budget': 'hidden' } },
    };
    expect((await admin.post('/api/roles', { body: role })).status).toBe(201);
    const member = await addMember(admin, role.name);
    const { customFields, ...rest } = await whole();
    const [without, having] = [await deal(rest), await deal({ ...rest, customFields })];
    const answer = await move(without, { stage: 'Offer' }, member);
    expect(answer).toMatchObject(missing('customFields.budget'));
    const moved = await move(having, { stage: 'Offer' }, member);
    expect(moved).toMatchObject({ status: 200, body: { stageId: stageId('Offer') } });
    expect(JSON.stringify(moved.body)).not.toContain('budget');
  });

  it('take a lost deal with its reason alone, and keep that to themselves where it is hidden', async () => {
    for (const closeReason of [undefined, null, ''])
      expect(await admin.post('/api/deals', { body: sent({ stage: 'Lost', closeReason }) })).toMatchObject(
        refused(422, 'closeReason'),
      );
    const closedAt = '2020-02-03T00:00:00.000Z';
    const id = await deal({ stage: 'Lost', closeReason: 'Price', closedAt });
    const put = await admin.put(`/api/deals/${id}`, { body: { name: 'Renamed' } });
    expect(put).toMatchObject({ status: 200, body: { status: 'lost', closeReason: 'Price', closedAt } });
    const open = await deal();
    for (const field of ['closedAt', 'closeReason'])
      expect(await admin.patch(`/api/deals/${open}`, { body: { [field]: closedAt } })).toMatchObject(
        refused(422, field),
      );
    const historyFor = async (name: string, rules: Record<string, string>) => {
      const body = { name, permissions: ['records:*'], fieldRules: { deals: rules } };
      expect((await admin.post('/api/roles', { body })).status).toBe(201);
      return (await addMember(admin, name)).get(`/api/deals/${id}/stage-history`);
    };
    const own = await admin.get(`/api/deals/${id}/stage-history`);
    expect(own.body).toMatchObject({ items: [{ toStageName: 'Lost', reason: 'Price' }] });
    const reasonless = await historyFor('Without reasons', { closeReason: 'hidden' });
    expect(reasonless.body).toMatchObject({ items: [{ toStageName: 'Lost', reason: null }] });
    expect((await historyFor('Without stages', { stageId: 'hidden' })).status).toBe(403);
  });

  it('know since when a deal is in them, and how long it was', async () => {
    let time = Date.now();
    jest.spyOn(product().app.get(Clock), 'now').mockImplementation(() => new Date(time));
    const at = (minutes: number) => new Date(time + minutes * MINUTE).toISOString();
    const began = at(0);
    const id = await deal();
    time += MINUTE;
    await admin.patch(`/api/deals/${id}`, { body: { name: 'Rested' } });
    expect(await read(id)).toMatchObject({ stageEnteredAt: began, updatedAt: at(0) });
    time += MINUTE;
    const moved = await move(id, { stage: 'Talk' });
    expect(moved.body).toMatchObject({ stageEnteredAt: at(0) });
    time += MINUTE;
    const resting = async (since: string) =>
      (await admin.get(`/api/deals?pipelineId=${pipelineId}&name=Rested&stageEnteredAt[lt]=${since}`)).body;
    expect(await resting(at(0))).toMatchObject({ totalCount: 1 });
    expect(await resting(at(-1))).toMatchObject({ totalCount: 0 });
    expect((await admin.get(`/api/deals/${id}/stage-history`)).body).toMatchObject({
      items: [
        { toStageName: 'Talk', at: at(-1), leftAt: null, secondsInStage: 60 },
        { toStageName: 'In', at: began, leftAt: at(-1), secondsInStage: 120 },
      ],
    });
  });

  it('are opened again where the deal was last, else in the first, and never as closed ones', async () => {
    const body = {
      name: unique('pipeline'),
      stages: [
        ...[{ name: 'One' }, { name: 'Two' }, { name: 'Three' }],
        ...[
          { name: 'Won', kind: 'won' },
          { name: 'Paid', kind: 'won' },
          { name: 'Lost', kind: 'lost' },
        ],
      ],
    };
    const { body: own } = await admin.post<{ id: string; stages: Stage[] }>('/api/pipelines', { body });
    const idOf = (name: string) => own.stages.find((stage) => stage.name === name)?.id ?? 'none';
    const id = await deal({ pipelineId: own.id, stage: 'Two' });
    await move(id, { stage: 'Three' });
    await move(id, { stage: 'Won' });
    for (const stage of ['Paid', 'Won', 'Lost']) {
      expect(await reopen(id, { stage })).toMatchObject(refused(422, 'stageId'));
      expect(await reopen(id, { stageId: idOf(stage) })).toMatchObject(refused(422, 'stageId'));
    }
    expect((await reopen(id)).body).toMatchObject({ stageId: idOf('Three'), closedAt: null });
    await move(id, { stage: 'Won' });
    expect((await admin.delete(`/api/pipelines/${own.id}/stages/${idOf('Three')}`)).status).toBe(204);
    expect((await reopen(id)).body).toMatchObject({ stageId: idOf('Two') });
    const never = await deal({ pipelineId: own.id, stage: 'Paid' });
    expect((await reopen(never)).body).toMatchObject({ stageId: idOf('One'), status: 'open' });
  });
});
