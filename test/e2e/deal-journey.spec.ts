import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { FeedReader } from '../support/feed-reader.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Stage {
  readonly id: string;
  readonly name: string;
}

interface Listed {
  readonly items: readonly { readonly id: string; readonly stages: readonly Stage[] }[];
}

describe('a deal', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;
  let stages: ReadonlyMap<string, string>;

  beforeAll(async () => {
    admin = await api().register();
    const { body } = await admin.get<Listed>('/api/pipelines?isDefault=true');
    stages = new Map(body.items[0]?.stages.map(({ name, id }) => [name, id]));
  });

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }
  const stageId = (name: string) => stages.get(name) ?? 'none';

  it('begins in the first stage of the default pipeline, in the currency of the tenant', async () => {
    expect([...stages.keys()]).toEqual([
      'Lead',
      'Qualified',
      'Proposal',
      'Negotiation',
      'Closed Won',
      'Closed Lost',
    ]);
    const { status, body } = await admin.post('/api/deals', { body: { name: 'First', amount: 100.25 } });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        name: 'First',
        stageId: stageId('Lead'),
        status: 'open',
        amount: 100.25,
        amountSource: 'entered',
        currency: 'USD',
        closedAt: null,
        contacts: [],
      },
    });
  });

  it('moves by its stage, is won, and is closed then', async () => {
    const id = await made('/api/deals', { name: 'Moves', stage: 'qualified' });
    const events = await FeedReader.fromEnd(admin);
    const moved = await admin.patch(`/api/deals/${id}`, { body: { stage: 'Proposal', amount: 10 } });
    expect(moved).toMatchObject({ status: 200, body: { stageId: stageId('Proposal'), version: 2 } });
    expect(moved.body).not.toHaveProperty('stage');
    const won = await admin.patch(`/api/deals/${id}`, { body: { stageId: stageId('Closed Won') } });
    expect(won).toMatchObject({ status: 200, body: { status: 'won', closedAt: won.body['stageEnteredAt'] } });
    const back = await admin.patch(`/api/deals/${id}`, { body: { stageId: stageId('Lead') } });
    expect(back).toMatchObject({ status: 409, body: { error: { code: 'DEAL_CLOSED' } } });
    const seen = await events.until('both are told', (all) => all.length === 2);
    expect(seen.map(({ type }) => type)).toEqual(['deal.stage-changed', 'deal.won']);
  });

  it('is lost for a reason', async () => {
    const id = await made('/api/opportunities', { name: 'Lost' });
    const body = { stage: 'Closed Lost' };
    expect(await admin.patch(`/api/opportunities/${id}`, { body })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'closeReason' }] } },
    });
    const lost = await admin.patch(`/api/deals/${id}`, { body: { ...body, closeReason: 'Price' } });
    expect(lost).toMatchObject({ status: 200, body: { status: 'lost', closeReason: 'Price' } });
  });
});
