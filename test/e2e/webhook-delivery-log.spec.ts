import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useTestProduct } from '../support/use-test-product.js';
import { type Delivery, type Endpoint, WebhookBench } from '../support/webhook-bench.js';
import { answering, WebhookReceiver } from '../support/webhook-receiver.js';

const SETTINGS = {
  WEBHOOK_SCHEDULE_PERCENT: '0',
  WEBHOOK_BREAKER_MS: '0',
  SWEEP_MS: '100',
  SWEEP_GRACE_MS: '0',
};
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface DeliveryPage {
  readonly items: Delivery[];
  readonly totalCount?: number;
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
}

describe('the delivery log', () => {
  const { api } = useTestProduct(SETTINGS);
  let bench: WebhookBench;
  let good: WebhookReceiver;
  let bad: WebhookReceiver;
  let well: Endpoint;
  let ill: Endpoint;
  let leadIds: string[];

  beforeAll(async () => {
    bench = new WebhookBench(await api().register());
    [good, bad] = [await WebhookReceiver.start(), await WebhookReceiver.start(answering(410))];
    well = await bench.endpoint(good.url, ['lead.*', 'company.created']);
    ill = await bench.endpoint(bad.url, ['lead.deleted']);
    leadIds = await bench.leads(5);
    await bench.api.post('/api/companies', { body: { name: 'Acme' } });
    await bench.settled(well, Array<string>(6).fill('succeeded'));
    await bench.api.delete(`/api/leads/${leadIds[0] ?? ''}`);
    await bench.settled(well, Array<string>(7).fill('succeeded'));
    await bench.settled(ill, ['failed']);
  });

  afterAll(() => Promise.all([good.stop(), bad.stop()]));

  async function list(query: string, path = 'deliveries'): Promise<DeliveryPage> {
    const { status, body } = await bench.api.get<DeliveryPage>(`/api/webhooks/${path}?${query}`);
    expect({ query, status }).toEqual({ query, status: 200 });
    return body;
  }

  it.each([
    ['', 8],
    ['status=failed', 1],
    ['status=failed,succeeded', 8],
    ['status[ne]=succeeded', 1],
    ['eventType=lead.created', 5],
    ['eventType=lead.*', 7],
    ['eventType[startsWith]=company.', 1],
    ['eventType[in]=lead.deleted,company.created', 3],
    ['lane=fresh', 8],
    ['attempts[gte]=2', 0],
    ['responseStatus=410', 1],
    ['responseStatus[lt]=300', 7],
    ['createdAt[gte]=now-1h', 8],
    ['createdAt[lt]=2024-01-01', 0],
    ['completedAt[gte]=now-1h&status=succeeded', 7],
    ['deliveredAt[lt]=2024-01-01', 0],
  ])('is filtered by %s', async (query, count) => {
    const { items, totalCount } = await list(query);
    expect({ items: items.length, totalCount }).toEqual({ items: count, totalCount: count });
  });

  it('is filtered by endpoint, by event and by the record that it is about', async () => {
    expect(await list(`webhookId=${ill.id}`)).toMatchObject({ totalCount: 1 });
    expect(await list('', `${ill.id}/deliveries`)).toMatchObject({ totalCount: 1 });
    expect(await list('status=succeeded', `${ill.id}/deliveries`)).toMatchObject({ totalCount: 0 });
    const [removed = '', kept = ''] = leadIds;
    expect(await list(`recordId=${removed}`)).toMatchObject({ totalCount: 3 });
    expect(await list(`recordId=${kept}`)).toMatchObject({ totalCount: 1 });
    expect(await list(`recordId=${removed},${kept}&eventType=lead.created`)).toMatchObject({ totalCount: 2 });
    expect(await list(`recordId=${NOBODYS_ID}`)).toMatchObject({ totalCount: 0 });
    const [failed] = (await list('status=failed')).items;
    expect(await list(`eventId=${failed?.eventId ?? ''}`)).toMatchObject({ totalCount: 2 });
  });

  it('is sorted and read on by cursor, each delivery once', async () => {
    const inOrder = (await list('sortBy=createdAt&sortOrder=asc')).items.map(({ id }) => id);
    expect((await list('')).items.map(({ id }) => id)).toEqual(inOrder.toReversed());
    for (const sort of ['createdAt', 'completedAt', 'attempts,id', 'id']) {
      const seen: string[] = [];
      let query = `limit=3&sortBy=${sort}`;
      for (let page = await list(query); ; page = await list(`${query}&cursor=${page.nextCursor}`)) {
        expect(page.totalCount).toBeUndefined();
        seen.push(...page.items.map(({ id }) => id));
        if (page.nextCursor === null) break;
      }
      query = `sortBy=${sort}`;
      expect(seen).toEqual((await list(query)).items.map(({ id }) => id));
      expect(new Set(seen).size).toBe(8);
    }
    const { nextCursor } = await list('limit=3');
    const other = await bench.api.get(
      `/api/webhooks/deliveries?limit=3&status=failed&cursor=${nextCursor ?? ''}`,
    );
    expect(other.status).toBe(400);
  });

  it('shows the fields that are asked for, and the id', async () => {
    const { items } = await list('fields=status,eventType&pageSize=1');
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['eventType', 'id', 'status']);
  });

  it.each([
    ['colour=red', 'colour'],
    ['status=lost', 'status'],
    ['status[contains]=a', 'status'],
    ['webhookId=mine', 'webhookId'],
    ['recordId=mine', 'recordId'],
    ['attempts=many', 'attempts'],
    ['sortBy=responseStatus', 'sortBy'],
    ['fields=secret', 'fields'],
    ['search=lead', 'search'],
    ['expand=event', 'expand'],
    [`view=${NOBODYS_ID}`, 'view'],
    ['pageSize=1000', 'pageSize'],
  ])('refuses %s, and says which parameter it is', async (query, field) => {
    const { status, body } = await bench.api.get(`/api/webhooks/deliveries?${query}`);
    expect(status).toBe(400);
    const { details } = body['error'] as { details: { field: string }[] };
    expect(details[0]?.field).toContain(field);
  });

  it('takes a filter with and, or and not', async () => {
    const filter = {
      and: [
        {
          or: [
            { field: 'status', value: 'failed' },
            { field: 'eventType', value: 'lead.*' },
          ],
        },
        { not: { field: 'recordId', value: leadIds[1] } },
      ],
    };
    const { status, body } = await bench.api.post<DeliveryPage>('/api/webhooks/deliveries/search', {
      body: { filter, limit: 5, includeTotal: true },
    });
    expect({ status, total: body.totalCount, items: body.items.length }).toEqual({
      status: 200,
      total: 6,
      items: 5,
    });
  });

  it('tells of a delivery, its event and each attempt', async () => {
    const [failed] = (await list('status=failed')).items;
    const { body } = await bench.api.get(`/api/webhooks/deliveries/${failed?.id ?? ''}`);
    expect(body).toMatchObject({
      webhookId: ill.id,
      status: 'failed',
      lane: 'fresh',
      replayedAt: null,
      event: {
        id: failed?.eventId,
        type: 'lead.deleted',
        resource: 'lead',
        recordId: leadIds[0],
        recordVersion: 2,
      },
      attemptLog: [{ number: 1, outcome: 'response', responseStatus: 410 }],
    });
  });

  it("is another tenant's business to nobody", async () => {
    const stranger = await api().register();
    const [delivery] = (await list('pageSize=1')).items;
    const path = `/api/webhooks/deliveries/${delivery?.id ?? ''}`;
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(`${path}/replay`, { body: {} })).status).toBe(404);
    for (const below of ['deliveries', 'stats'])
      expect((await stranger.get(`/api/webhooks/${well.id}/${below}`)).status).toBe(404);
    const body = { since: new Date(Date.now() - 60_000).toISOString() };
    expect((await stranger.post(`/api/webhooks/${well.id}/recover`, { body })).status).toBe(404);
    expect((await stranger.post(`/api/webhooks/${well.id}/test`, { body: {} })).status).toBe(404);
  });

  it('outlives its endpoint, which has a list no more', async () => {
    const gone = await bench.endpoint(good.url, ['company.updated']);
    await bench.api.delete(`/api/webhooks/${gone.id}`);
    expect((await bench.api.get(`/api/webhooks/${gone.id}/deliveries`)).status).toBe(404);
    const short = await bench.endpoint(good.url, ['contact.created']);
    await bench.api.post('/api/contacts', { body: { lastName: 'Doe' } });
    const [delivery] = await bench.settled(short, ['succeeded']);
    await bench.api.delete(`/api/webhooks/${short.id}`);
    expect(await list(`webhookId=${short.id}`)).toMatchObject({ totalCount: 1 });
    const path = `/api/webhooks/deliveries/${delivery?.id ?? ''}`;
    expect((await bench.api.get(path)).status).toBe(200);
    expect((await bench.api.post(`${path}/replay`, { body: {} })).status).toBe(404);
  });
});
