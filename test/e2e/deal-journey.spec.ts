import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { completedErasure } from '../support/completed-erasure.js';
import { FeedReader } from '../support/feed-reader.js';
import { made, unique } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Stage {
  readonly id: string;
  readonly name: string;
}

interface PipelineBody {
  readonly id: string;
  readonly stages: readonly Stage[];
}

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

describe('a deal', () => {
  const { api } = useTestProduct({ ERASURE_GRACE_MS: '200' });
  let admin: ApiClient;
  let stages: ReadonlyMap<string, string>;

  beforeAll(async () => {
    admin = await api().register();
    const { body } = await admin.get<{ items: PipelineBody[] }>('/api/pipelines?isDefault=true');
    stages = new Map(body.items[0]?.stages.map(({ name, id }) => [name, id]));
  });

  const stageId = (name: string) => stages.get(name) ?? 'none';
  const deal = (more: Record<string, unknown> = {}) =>
    made(admin, '/api/deals', { name: unique('deal'), ...more });
  const move = (id: string, body: unknown) => admin.put(`/api/deals/${id}/stage`, { body });
  const refusal = (status: number, field: string) => ({ status, body: { error: { details: [{ field }] } } });

  it('begins in the first stage of the default pipeline, in the currency of the tenant', async () => {
    expect([...stages.keys()]).toEqual([
      ...['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'],
    ]);
    const { status, body } = await admin.post('/api/deals', { body: { name: 'First', amount: 100.25 } });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        ...{ name: 'First', stageId: stageId('Lead'), status: 'open', amount: 100.25, currency: 'USD' },
        ...{ amountSource: 'entered', closedAt: null, contacts: [], probability: null },
      },
    });
    for (const amount of [-1, 0.001, 1e15])
      expect(await admin.post('/api/deals', { body: { name: 'X', amount } })).toMatchObject(
        refusal(422, 'amount'),
      );
    for (const [field, value] of [
      ['stageId', NOBODYS_ID],
      ['pipelineId', NOBODYS_ID],
      ['stage', 'Nowhere'],
      ['companyId', NOBODYS_ID],
      ['closeReason', 'Open ones have none'],
    ] as const)
      expect(await admin.post('/api/deals', { body: { name: 'X', [field]: value } })).toMatchObject(
        refusal(422, field),
      );
  });

  it('has an amount of no more decimals than its currency has', async () => {
    const entered = (amount: number, currency: string) =>
      admin.post('/api/deals', { body: { name: 'Precise', amount, currency } });
    const [fine, three] = [await entered(1.23, 'EUR'), await entered(1.234, 'KWD')];
    expect([fine.status, three]).toMatchObject([201, { status: 201, body: { amount: 1.234 } }]);
    for (const [amount, currency] of [
      [1.234, 'EUR'],
      [1.5, 'JPY'],
      [-1, 'EUR'],
    ] as const)
      expect(await entered(amount, currency)).toMatchObject(refusal(422, 'amount'));
    const path = `/api/deals/${String(fine.body['id'])}`;
    expect(await admin.patch(path, { body: { currency: 'JPY' } })).toMatchObject(refusal(422, 'amount'));
  });

  it('moves by its stage, is won, and moves no more until it is reopened', async () => {
    const id = await deal({ stage: 'qualified' });
    const events = await FeedReader.fromEnd(admin);
    const moved = await move(id, { stage: 'Proposal', amount: 10 });
    expect(moved).toMatchObject({
      status: 200,
      body: { stageId: stageId('Proposal'), amount: 10, version: 2 },
    });
    expect(moved.body).not.toHaveProperty('stage');
    const won = await admin.patch(`/api/deals/${id}`, { body: { stageId: stageId('Closed Won') } });
    expect(won).toMatchObject({ status: 200, body: { status: 'won', closedAt: won.body['stageEnteredAt'] } });
    for (const change of [{ stage: 'Lead' }, { stage: 'Closed Lost', closeReason: 'No' }])
      expect(await move(id, change)).toMatchObject({ status: 409, body: { error: { code: 'DEAL_CLOSED' } } });
    const bulk = { deals: [{ id, stageId: stageId('Lead') }] };
    expect((await admin.patch('/api/deals/bulk', { body: bulk })).body).toMatchObject({
      results: [{ status: 409, error: { code: 'DEAL_CLOSED' } }],
    });
    const put = await admin.put(`/api/deals/${id}`, { body: { name: 'Renamed' } });
    expect(put).toMatchObject({ status: 200, body: { status: 'won', closedAt: won.body['closedAt'] } });
    const reopened = await admin.post(`/api/opportunities/${id}/reopen`, { body: {} });
    expect(reopened).toMatchObject({
      status: 200,
      body: { status: 'open', stageId: stageId('Proposal'), closedAt: null },
    });
    expect((await admin.post(`/api/deals/${id}/reopen`, { body: {} })).body).toMatchObject({
      error: { code: 'DEAL_OPEN' },
    });
    expect((await move(id, { stage: 'Proposal' })).body).toMatchObject({ version: 5 });
    const seen = await events.until('all are told', (all) => all.at(-1)?.type === 'deal.reopened');
    expect(seen.map(({ type }) => type).slice(-4)).toEqual([
      ...['deal.stage-changed', 'deal.won', 'deal.updated', 'deal.reopened'],
    ]);
    const history = await admin.get<{ items: Record<string, unknown>[] }>(`/api/deals/${id}/stage-history`);
    expect(history.body.items.map(({ fromStageName, toStageName }) => [fromStageName, toStageName])).toEqual([
      ['Closed Won', 'Proposal'],
      ['Proposal', 'Closed Won'],
      ['Qualified', 'Proposal'],
      [null, 'Qualified'],
    ]);
    const [last, before] = history.body.items;
    expect(last).toMatchObject({ leftAt: null, at: reopened.body['stageEnteredAt'] });
    expect(before).toMatchObject({ leftAt: last?.['at'] });
  });

  it('is lost for a reason, and has one as long as it is', async () => {
    const id = await deal();
    expect(await move(id, { stage: 'Closed Lost' })).toMatchObject(refusal(422, 'closeReason'));
    expect(await move(id, { closeReason: 'Price' })).toMatchObject(refusal(422, 'stageId'));
    const lost = await move(id, { stage: 'Closed Lost', closeReason: 'Price' });
    expect(lost).toMatchObject({ status: 200, body: { status: 'lost', closeReason: 'Price' } });
    expect(await admin.patch(`/api/deals/${id}`, { body: { closeReason: null } })).toMatchObject(
      refusal(422, 'closeReason'),
    );
    const reopened = await admin.post(`/api/deals/${id}/reopen`, { body: { stage: 'Negotiation' } });
    expect(reopened.body).toMatchObject({ stageId: stageId('Negotiation'), closeReason: null });
    const body = { name: 'Old', stage: 'Closed Won', closedAt: '2020-02-03T00:00:00.000Z' };
    expect((await admin.post('/api/deals', { body })).body).toMatchObject({ closedAt: body.closedAt });
  });

  it('keeps to the rules of its pipeline by every way', async () => {
    const { body: pipeline } = await admin.post<PipelineBody>('/api/pipelines', {
      body: {
        name: 'Strict',
        stages: [
          { name: 'In', allowedMoves: ['Offer', 'Lost'] },
          { name: 'Offer', requiredFields: ['amount', 'expectedCloseDate'] },
          { name: 'Won', kind: 'won' },
          { name: 'Lost', kind: 'lost' },
        ],
      },
    });
    const [, offer, won] = pipeline.stages;
    const id = await deal({ pipelineId: pipeline.id });
    const forbidden = {
      status: 409,
      body: {
        error: {
          code: 'STAGE_MOVE_FORBIDDEN',
          message: 'From In a deal may go to Offer, Lost only, not to Won',
          details: [{ field: 'stageId' }],
        },
      },
    };
    expect(await move(id, { stageId: won?.id })).toMatchObject(forbidden);
    expect(await admin.patch(`/api/deals/${id}`, { body: { stageId: won?.id } })).toMatchObject(forbidden);
    expect((await move(id, { stageId: stageId('Lead') })).status).toBe(409);
    const bulk = {
      deals: [
        { id, stageId: won?.id },
        { id, stage: 'Offer', amount: 5 },
      ],
    };
    expect((await admin.patch('/api/deals/bulk', { body: bulk })).body).toMatchObject({ failed: 2 });
    expect(await move(id, { stage: 'Offer', amount: 5 })).toMatchObject(refusal(422, 'expectedCloseDate'));
    const offered = await move(id, { stage: 'Offer', amount: 5, expectedCloseDate: '2027-01-31' });
    expect(offered).toMatchObject({ status: 200, body: { stageId: offer?.id } });
    const other = await move(id, { pipelineId: pipeline.id, stageId: stageId('Lead') });
    expect(other).toMatchObject(refusal(422, 'stageId'));
    expect((await move(id, { stageId: stageId('Lead') })).body).toMatchObject({ status: 'open' });
    expect((await move(id, { pipelineId: pipeline.id })).body).toMatchObject({
      stageId: pipeline.stages[0]?.id,
    });
  });

  it('shows who has to do with it, and is shown to them', async () => {
    const [buyer, boss] = [
      await made(admin, '/api/contacts', { lastName: 'Buyer', lifecycleStage: 'customer' }),
      await made(admin, '/api/contacts', { lastName: 'Boss' }),
    ];
    const companyId = await made(admin, '/api/companies', { name: 'Acme' });
    const id = await deal({ companyId, contacts: [{ contactId: buyer, role: 'Buyer', isPrimary: true }] });
    const events = await FeedReader.fromEnd(admin);
    const linked = await admin.post(`/api/deals/${id}/contacts/${boss}`, { body: { isPrimary: true } });
    expect(linked).toMatchObject({ status: 200, body: { role: null, contact: { lastName: 'Boss' } } });
    const same = await admin.post(`/api/deals/${id}/contacts/${boss}`, { body: {} });
    expect(same.body).toEqual(linked.body);
    const expanded = await admin.get(`/api/deals/${id}?expand=primaryContact`);
    expect(expanded.body).toMatchObject({
      contacts: [
        { contactId: buyer, role: 'Buyer', isPrimary: false },
        { contactId: boss, role: null, isPrimary: true },
      ],
      contactIds: [buyer, boss],
      primaryContact: { lastName: 'Boss' },
      version: 2,
    });
    const told = await events.until('it is told', (all) => all.at(-1)?.type === 'deal.updated');
    expect(told.at(-1)?.data).toMatchObject({ contactIds: [buyer, boss] });
    for (const path of [
      `/api/companies/${companyId}`,
      `/api/contacts/${buyer}`,
      `/api/clients/${boss}`,
      `/api/customers/${buyer}`,
    ])
      expect((await admin.get(`${path}/deals`)).body).toMatchObject({ totalCount: 1, items: [{ id }] });
    const timeline = (await admin.get(`/api/companies/${companyId}/timeline`)).body;
    expect(timeline).toMatchObject({ items: [{ type: 'deal', recordId: id, kind: 'open' }, {}] });
    expect((await admin.get(`/api/customers/${boss}/deals`)).status).toBe(404);
    expect((await admin.get(`/api/deals/${id}/deals`)).status).toBe(404);
    expect(await admin.post(`/api/deals/${id}/contacts/${NOBODYS_ID}`, { body: {} })).toMatchObject({
      status: 422,
    });
    expect((await admin.delete(`/api/deals/${id}/contacts/${buyer}`)).status).toBe(204);
    expect((await admin.get(`/api/deals/${id}/contacts`)).body).toMatchObject({
      totalCount: 1,
      items: [{ contactId: boss, isPrimary: true }],
    });
  });

  it('goes with its contacts when they are merged, split again, and erased', async () => {
    const [survivor, loser] = [
      await made(admin, '/api/contacts', { lastName: 'Survivor' }),
      await made(admin, '/api/contacts', { lastName: 'Loser' }),
    ];
    const id = await deal({ contacts: [{ contactId: loser, role: 'Buyer', isPrimary: true }] });
    const contactsOf = async () => (await admin.get(`/api/deals/${id}`)).body;
    const merge = await admin.post(`/api/contacts/${survivor}/merge`, { body: { ids: [loser] } });
    const after = [{ contactId: survivor, role: 'Buyer', isPrimary: true }];
    expect(await contactsOf()).toMatchObject({
      contacts: after,
      contactIds: [survivor],
      primaryContactId: survivor,
    });
    expect((await admin.get(`/api/deals/${id}/contacts`)).body).toMatchObject({ items: after });
    await admin.post(`/api/merges/${String(merge.body['id'])}/undo`, { body: {} });
    expect(await contactsOf()).toMatchObject({ primaryContactId: loser, contactIds: [loser] });
    expect((await admin.get(`/api/deals/${id}/contacts`)).body).toMatchObject({
      items: [{ contactId: loser, role: 'Buyer', isPrimary: true }],
    });
    const erasure = await admin.delete<{ id: string }>(`/api/contacts/${loser}?permanent=true`);
    expect((await completedErasure(admin, erasure.body.id)).counts).toMatchObject({ dealContacts: 1 });
    expect(await contactsOf()).toMatchObject({ contacts: [], contactIds: [], primaryContactId: null });
    expect((await admin.get(`/api/deals/${id}/contacts`)).body).toMatchObject({ totalCount: 0 });
  });

  it('lets nobody move it who may not write its stage', async () => {
    const role = {
      name: 'Reader of stages',
      permissions: ['records:*'],
      fieldRules: { deals: { stageId: 'read-only', contacts: 'hidden' } },
    };
    expect((await admin.post('/api/roles', { body: role })).status).toBe(201);
    const member = await addMember(admin, role.name);
    const id = await deal();
    for (const body of [{ stage: 'Proposal' }, { stageId: stageId('Proposal') }])
      expect((await member.put(`/api/deals/${id}/stage`, { body })).status).toBe(403);
    expect((await member.post('/api/deals', { body: { name: 'X', stage: 'Proposal' } })).status).toBe(403);
    expect((await member.post('/api/deals', { body: { name: 'X' } })).status).toBe(201);
    expect((await member.get(`/api/deals/${id}/contacts`)).status).toBe(403);
    const won = await deal({ stage: 'Closed Won' });
    expect((await member.post(`/api/deals/${won}/reopen`, { body: {} })).status).toBe(403);
    expect((await member.get('/api/pipelines')).status).toBe(403);
  });
});
