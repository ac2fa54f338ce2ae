import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { FeedReader } from '../support/feed-reader.js';
import { made as madeBy } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

type Body = Readonly<Record<string, unknown>>;

describe('line items', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;
  let productId: string;
  let names = 0;

  const unique = (name: string) => `${name} ${(names += 1)}`;
  const post = (path: string, body: unknown): Promise<ApiAnswer> => admin.post(path, { body });

  const made = (path: string, body: unknown) => madeBy(admin, path, body);
  const deal = (body: Body = {}) => made('/api/deals', { name: unique('Deal'), currency: 'EUR', ...body });
  const line = (dealId: string, body: Body) => post('/api/line-items', { dealId, ...body });
  const amountOf = async (id: string) => (await admin.get(`/api/deals/${id}`)).body['amount'];
  const change = (answer: ApiAnswer, body: Body) =>
    admin.patch(`/api/line-items/${String(answer.body['id'])}`, { body });

  beforeAll(async () => {
    admin = await api().register();
    await made('/api/custom-fields', {
      resource: 'companies',
      key: 'segment',
      label: 'Segment',
      type: 'text',
    });
    productId = await made('/api/products', {
      ...{ code: 'GTX', name: 'GTX Pro', unitPrice: 100, currency: 'EUR', taxRate: 19 },
    });
    const books: [Body, Body[]][] = [
      [{ validFrom: '2026-01-01' }, [{ unitPrice: 90 }, { unitPrice: 80, minimumQuantity: 10 }]],
      [{ validTo: '2025-12-31' }, [{ unitPrice: 50 }]],
      [{ segment: 'gold' }, [{ unitPrice: 70, minimumQuantity: 2 }]],
      [{ currency: 'KWD' }, [{ unitPrice: 30.125 }]],
    ];
    for (const [book, entries] of books) {
      const id = await made('/api/price-books', { name: unique('Book'), currency: 'EUR', ...book });
      for (const entry of entries) await made(`/api/price-books/${id}/entries`, { productId, ...entry });
    }
  });

  it('are priced by the right book: of the day, the currency, the segment and the quantity', async () => {
    const companyId = await made('/api/companies', { name: 'Golden', customFields: { segment: 'Gold' } });
    const [plain, golden, dinar] = [await deal(), await deal({ companyId }), await deal({ currency: 'KWD' })];
    expect(await line(plain, { productId })).toMatchObject({
      status: 201,
      body: {
        ...{
          name: 'GTX Pro',
          quantity: 1,
          unitPrice: 90,
          priceSource: 'priceBook',
          currency: 'EUR',
          taxRate: 19,
        },
        ...{ subtotal: 90, discount: 0, net: 90, tax: 17.1, total: 107.1 },
      },
    });
    expect((await line(plain, { productId, quantity: 10 })).body).toMatchObject({ unitPrice: 80 });
    // The segment's own book has nothing for so few.
    expect((await line(golden, { productId })).body).toMatchObject({ unitPrice: 90 });
    expect((await line(golden, { productId, quantity: 2 })).body).toMatchObject({ unitPrice: 70 });
    expect((await line(dinar, { productId, quantity: 0.333 })).body).toMatchObject({ net: 10.032 });
    expect(await amountOf(dinar)).toBe(10.032);
    const past = await deal({ stage: 'Closed Won', closedAt: '2025-12-31T12:00:00Z' });
    expect((await line(past, { productId })).body).toMatchObject({ unitPrice: 50 });
    const dollars = await deal({ currency: 'USD' });
    expect(await line(dollars, { productId })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'unitPrice' }] } },
    });
    // Where no book has a price, the product's own does, in its own currency.
    const rare = await made('/api/products', { name: 'Rare', unitPrice: 12.5, currency: 'USD' });
    expect((await line(dollars, { productId: rare })).body).toMatchObject({
      unitPrice: 12.5,
      priceSource: 'product',
    });
  });

  it('keep a price that was entered, and look the others up when the product or the quantity changes', async () => {
    const dealId = await deal();
    const found = await line(dealId, { productId });
    expect((await change(found, { quantity: 10 })).body).toMatchObject({ unitPrice: 80, net: 800 });
    const entered = await change(found, { unitPrice: 85.5 });
    expect(entered.body).toMatchObject({ priceSource: 'entered', priceBookId: null, net: 855 });
    expect((await change(found, { quantity: 2 })).body).toMatchObject({ unitPrice: 85.5, net: 171 });
    const sentBack = await admin.put(`/api/line-items/${String(found.body['id'])}`, {
      body: { ...entered.body, version: undefined, quantity: 4 },
    });
    expect(sentBack.body).toMatchObject({ unitPrice: 85.5, priceSource: 'entered', net: 342 });
    expect((await change(found, { unitPrice: null })).body).toMatchObject({
      unitPrice: 90,
      priceSource: 'priceBook',
    });
    const other = await made('/api/products', { name: 'Other', unitPrice: 7, currency: 'EUR', taxRate: 7 });
    expect((await change(found, { productId: other })).body).toMatchObject({
      ...{ name: 'Other', unitPrice: 7, priceSource: 'product', taxRate: 7, net: 28 },
    });
    expect(await amountOf(dealId)).toBe(28);
  });

  it('take a discount by percent or amount, and one takes the place of the other', async () => {
    const dealId = await deal();
    const text = await line(dealId, {
      name: 'Consulting',
      unitPrice: 99.99,
      quantity: 1.5,
      discountPercent: 12.5,
    });
    expect(text.body).toMatchObject({
      subtotal: 149.99,
      discount: 18.75,
      net: 131.24,
      tax: 0,
      total: 131.24,
    });
    expect((await change(text, { discountAmount: 49.99, taxRate: 19 })).body).toMatchObject({
      ...{ discountPercent: null, discount: 49.99, net: 100, tax: 19, total: 119 },
    });
    expect(await change(text, { discountAmount: 149.995 })).toMatchObject({ status: 422 });
    expect(await change(text, { discountAmount: 150 })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'discountAmount' }] } },
    });
    expect((await change(text, { discountAmount: 1, discountPercent: 1 })).status).toBe(422);
    expect(await amountOf(dealId)).toBe(100);
  });

  it('refuse what cannot be, and change nothing', async () => {
    const [dealId, yen] = [await deal(), await deal({ currency: 'JPY' })];
    const off = await made('/api/products', { name: 'Off', unitPrice: 1, currency: 'EUR', active: false });
    const faults: [string, Body, string][] = [
      [dealId, { name: 'X' }, 'unitPrice'],
      [dealId, { unitPrice: 1 }, 'name'],
      [dealId, { name: 'X', unitPrice: -1 }, 'unitPrice'],
      [dealId, { name: 'X', unitPrice: 1.001 }, 'unitPrice'],
      [yen, { name: 'X', unitPrice: 1.5 }, 'unitPrice'],
      [dealId, { name: 'X', unitPrice: 1, quantity: 0 }, 'quantity'],
      [dealId, { name: 'X', unitPrice: 1, quantity: 0.00001 }, 'quantity'],
      [dealId, { name: 'X', unitPrice: 1, discountPercent: 100.1 }, 'discountPercent'],
      [dealId, { name: 'X', unitPrice: 1, taxRate: -1 }, 'taxRate'],
      [dealId, { name: 'X', unitPrice: 9_999_999_999_999, quantity: 2 }, 'subtotal'],
      [dealId, { productId: off }, 'productId'],
      [dealId, { productId: '0190b2a0-0000-7000-8000-000000000000' }, 'productId'],
      ['0190b2a0-0000-7000-8000-000000000000', { name: 'X', unitPrice: 1 }, 'dealId'],
    ];
    for (const [id, body, field] of faults)
      expect({ body, answer: await line(id, body) }).toMatchObject({
        body,
        answer: { status: 422, body: { error: { details: [{ field }] } } },
      });
    expect((await admin.get(`/api/deals/${dealId}`)).body).toMatchObject({
      version: 1,
      amountSource: 'entered',
    });
  });

  it('make the amount of their deal, whatever way they are written', async () => {
    const dealId = await deal({ amount: 5 });
    const path = `/api/deals/${dealId}`;
    const one = await post(`${path}/line-items`, { name: 'One', unitPrice: 10 });
    expect(one.headers.get('location')).toBe(`/api/line-items/${String(one.body['id'])}`);
    expect((await admin.get(path)).body).toMatchObject({ amount: 10, amountSource: 'lineItems', version: 2 });
    const lineItems = [20, 30].map((unitPrice) => ({
      dealId,
      name: 'Bulk',
      unitPrice,
      externalId: `b${unitPrice}`,
    }));
    expect((await admin.post('/api/line-items/bulk', { body: { lineItems } })).body).toMatchObject({
      failed: 0,
    });
    // One write of the deal for the whole set.
    expect((await admin.get(path)).body).toMatchObject({ amount: 60, version: 3 });
    const upsert = { body: { lineItems: [{ ...lineItems[0], unitPrice: 25 }] } };
    expect((await admin.put('/api/line-items/bulk', upsert)).body).toMatchObject({ failed: 0 });
    expect(await amountOf(dealId)).toBe(65);
    const { items } = (await admin.get<{ items: Body[] }>(`${path}/line-items?sortBy=net`)).body;
    expect(items.map(({ net }) => net)).toEqual([10, 25, 30]);
    const own = `/api/line-items/${String(one.body['id'])}`;
    await change(one, { quantity: 3 });
    expect(await amountOf(dealId)).toBe(85);
    expect((await admin.post(`${own}/revert`, { body: { version: 1 } })).body).toMatchObject({ quantity: 1 });
    expect(await amountOf(dealId)).toBe(65);
    await admin.delete(own);
    expect(await amountOf(dealId)).toBe(55);
    await admin.post(`${own}/restore`);
    expect(await amountOf(dealId)).toBe(65);
    expect((await admin.delete(`${own}?permanent=true`)).status).toBe(202);
    expect(await amountOf(dealId)).toBe(55);
    const rest = items.slice(1).map(({ id }) => id);
    expect((await admin.delete('/api/line-items/bulk?dryRun=true', { body: { ids: rest } })).status).toBe(
      200,
    );
    expect(await amountOf(dealId)).toBe(55);
    await admin.delete('/api/line-items/bulk', { body: { ids: rest } });
    expect((await admin.get(path)).body).toMatchObject({ amount: null, amountSource: 'entered' });
    const events = await new FeedReader(admin).until('the deal has been told of', (all) =>
      all.some(({ recordId, data }) => recordId === dealId && data['amount'] === null),
    );
    const told = events.filter(({ recordId }) => recordId === dealId).map(({ data }) => data['amount']);
    expect(told).toEqual([5, 10, 60, 65, 85, 65, 55, 65, 55, null]);
  });

  it('keep anybody else from entering the amount or the currency', async () => {
    const dealId = await deal();
    await line(dealId, { name: 'One', unitPrice: 10 });
    const path = `/api/deals/${dealId}`;
    expect((await admin.patch(path, { body: { amount: 99 } })).status).toBe(422);
    expect((await admin.patch(path, { body: { currency: 'USD' } })).status).toBe(422);
    expect((await admin.patch(path, { body: { name: 'Renamed', amount: 10 } })).status).toBe(200);
    expect((await admin.put(path, { body: { name: 'Replaced' } })).body).toMatchObject({ amount: 10 });
  });

  it('are summed up rightly when many write at once', async () => {
    const dealId = await deal();
    const made = await Promise.all(
      Array.from({ length: 12 }, () => line(dealId, { name: 'Race', unitPrice: 1.1 })),
    );
    expect(made.map(({ status }) => status)).toEqual(Array(12).fill(201));
    expect(await amountOf(dealId)).toBe(13.2);
    const changed = await Promise.all(made.map((one) => change(one, { quantity: 2 })));
    expect(changed.map(({ status }) => status)).toEqual(Array(12).fill(200));
    expect((await admin.get(`/api/deals/${dealId}`)).body).toMatchObject({ amount: 26.4, version: 25 });
  });

  it('are priced anew on request, also into another currency', async () => {
    const dealId = await deal();
    const found = await line(dealId, { productId, quantity: 3, discountPercent: 10 });
    const reprice = (body: Body) => post(`/api/deals/${dealId}/reprice`, body);
    expect((await reprice({})).body).toEqual({ dealId, currency: 'EUR', changed: 0 });
    expect((await reprice({ currency: 'KWD' })).body).toEqual({ dealId, currency: 'KWD', changed: 1 });
    expect((await admin.get(`/api/line-items/${String(found.body['id'])}`)).body).toMatchObject({
      ...{ currency: 'KWD', unitPrice: 30.125, subtotal: 90.375, discount: 9.038, net: 81.337 },
    });
    expect((await admin.get(`/api/deals/${dealId}`)).body).toMatchObject({ amount: 81.337, currency: 'KWD' });
    const entered = await line(dealId, { name: 'Text', unitPrice: 1.005 });
    expect((await reprice({ currency: 'EUR' })).status).toBe(422);
    await admin.delete(`/api/line-items/${String(entered.body['id'])}`);
    expect((await reprice({ currency: 'USD' })).status).toBe(422);
    expect((await admin.get(`/api/deals/${dealId}`)).body).toMatchObject({ amount: 81.337, currency: 'KWD' });
    expect((await reprice({ currency: 'EUR' })).body).toMatchObject({ currency: 'EUR', changed: 1 });
    const restored = await admin.post(`/api/line-items/${String(entered.body['id'])}/restore`);
    expect(restored).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
  });

  it('are reached by who reaches their deal alone', async () => {
    const permissions = ['line-items:*', 'deals:read:own', 'deals:update:own'];
    expect((await post('/api/roles', { name: 'Seller', permissions })).status).toBe(201);
    const seller = await addMember(admin, 'Seller');
    const [theirs, own] = [await deal(), await deal({ ownerId: seller.userId })];
    const hidden = await line(theirs, { name: 'Hidden', unitPrice: 1 });
    await line(own, { name: 'Shown', unitPrice: 1 });
    expect((await seller.get('/api/line-items')).body).toMatchObject({
      totalCount: 1,
      items: [{ name: 'Shown' }],
    });
    const path = `/api/line-items/${String(hidden.body['id'])}`;
    for (const method of ['GET', 'DELETE']) expect((await seller.request(method, path)).status).toBe(404);
    expect(
      (await seller.post('/api/line-items', { body: { dealId: theirs, name: 'X', unitPrice: 1 } })).status,
    ).toBe(422);
    expect((await seller.get(`/api/deals/${theirs}/line-items`)).status).toBe(404);
    expect((await seller.post(`/api/deals/${theirs}/reprice`, { body: {} })).status).toBe(404);
    // With the deal they are gone, and back with it.
    await admin.delete(`/api/deals/${theirs}`);
    expect((await admin.get(path)).status).toBe(404);
    await admin.post(`/api/deals/${theirs}/restore`);
    expect((await admin.get(path)).status).toBe(200);
  });
});
