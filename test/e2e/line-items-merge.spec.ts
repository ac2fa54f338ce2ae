import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { made } from '../support/route-case.js';
import { useTestProduct } from '../support/use-test-product.js';

type Body = Record<string, unknown>;

describe('line items of deals that are merged', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const post = (path: string, body: Body) => admin.post(path, { body });
  const line = (dealId: string, body: Body) => post('/api/line-items', { dealId, ...body });
  const amountOf = async (id: string) => (await admin.get(`/api/deals/${id}`)).body['amount'];
  const deal = (body: Body = {}) => made(admin, '/api/deals', { name: 'Deal', currency: 'EUR', ...body });

  it('move with the deal that is merged into another, and back', async () => {
    const [survivor, loser] = [await deal(), await deal()];
    await line(survivor, { name: 'One', unitPrice: 10 });
    const moved = await line(loser, { name: 'Two', unitPrice: 5 });
    const merge = await post(`/api/deals/${survivor}/merge`, { ids: [loser] });
    expect(merge.status).toBe(200);
    expect(await amountOf(survivor)).toBe(15);
    const path = `/api/line-items/${String(moved.body['id'])}`;
    expect((await admin.get(path)).body).toMatchObject({ dealId: survivor, recordId: survivor });
    expect((await post(`/api/merges/${String(merge.body['id'])}/undo`, {})).status).toBe(200);
    expect([await amountOf(survivor), await amountOf(loser)]).toEqual([10, 5]);
  });

  it('make the amount of the deal that they come to by a merge, and leave it the entered one when that is undone', async () => {
    const [survivor, loser] = [await deal({ amount: 100 }), await deal({ amount: 7 })];
    await line(loser, { name: 'Seat', unitPrice: 12.5, quantity: 2 });
    const chosen = await post(`/api/deals/${survivor}/merge`, { ids: [loser], values: { amount: 70 } });
    expect(chosen).toMatchObject({ status: 422, body: { error: { details: [{ field: 'amount' }] } } });
    const merge = await post(`/api/deals/${survivor}/merge`, { ids: [loser] });
    expect(merge).toMatchObject({
      status: 200,
      body: { record: { version: 2, amount: 25, amountSource: 'lineItems' } },
    });
    expect((await admin.get(`/api/deals/${survivor}`)).body).toEqual(merge.body['record']);
    expect((await post(`/api/merges/${String(merge.body['id'])}/undo`, {})).status).toBe(200);
    expect((await admin.get(`/api/deals/${survivor}`)).body).toMatchObject({
      ...{ amount: 100, amountSource: 'entered' },
    });
    expect((await admin.get(`/api/deals/${loser}`)).body).toMatchObject({
      ...{ amount: 25, amountSource: 'lineItems' },
    });
  });

  it('bring their currency to the deal that they come to, and are of one currency', async () => {
    const [survivor, loser] = [await deal({ amount: 100 }), await deal({ currency: 'USD' })];
    const moved = await line(loser, { name: 'Seat', unitPrice: 12.5 });
    const merging = (values?: Body) => post(`/api/deals/${survivor}/merge`, { ids: [loser], values });
    const chosen = await merging({ currency: 'EUR' });
    expect(chosen).toMatchObject({ status: 422, body: { error: { details: [{ field: 'currency' }] } } });
    const merge = await merging();
    expect(merge).toMatchObject({ status: 200, body: { record: { amount: 12.5, currency: 'USD' } } });
    const path = `/api/line-items/${String(moved.body['id'])}`;
    expect((await admin.get(path)).body).toMatchObject({
      dealId: survivor,
      currency: 'USD',
      unitPrice: 12.5,
    });
    expect((await post(`/api/merges/${String(merge.body['id'])}/undo`, {})).status).toBe(200);
    const deals = [survivor, loser].map(async (id) => (await admin.get(`/api/deals/${id}`)).body);
    expect(await Promise.all(deals)).toMatchObject([
      { amount: 100, currency: 'EUR', amountSource: 'entered' },
      { amount: 12.5, currency: 'USD', amountSource: 'lineItems' },
    ]);
    await line(survivor, { name: 'Two', unitPrice: 5 });
    expect(await merging()).toMatchObject({ status: 409, body: { error: { code: 'MIXED_CURRENCIES' } } });
    expect([await amountOf(survivor), await amountOf(loser)]).toEqual([5, 12.5]);
  });
});
