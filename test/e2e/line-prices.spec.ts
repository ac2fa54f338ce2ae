import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { made as madeBy } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

type Body = Readonly<Record<string, unknown>>;

describe('the prices of line items', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;
  let productId: string;
  let companyId: string;
  let names = 0;

  const unique = (name: string) => `${name} ${(names += 1)}`;
  const post = (path: string, body: unknown): Promise<ApiAnswer> => admin.post(path, { body });

  const made = (path: string, body: unknown) => madeBy(admin, path, body);
  const deal = (body: Body = {}) => made('/api/deals', { name: unique('Deal'), currency: 'EUR', ...body });
  const product = (body: Body = {}) =>
    made('/api/products', { name: unique('Product'), unitPrice: 100, currency: 'EUR', ...body });
  const line = (dealId: string, body: Body) => post('/api/line-items', { dealId, ...body });
  const change = (answer: ApiAnswer, body: Body) =>
    admin.patch(`/api/line-items/${String(answer.body['id'])}`, { body });
  const now = async (answer: ApiAnswer) =>
    (await admin.get(`/api/line-items/${String(answer.body['id'])}`)).body;
  const amountOf = async (id: string) => (await admin.get(`/api/deals/${id}`)).body['amount'];

  async function book(body: Body, ...entries: Body[]): Promise<{ id: string; entryIds: string[] }> {
    const id = await made('/api/price-books', { name: unique('Book'), ...body });
    const entryIds: string[] = [];
    for (const entry of entries) entryIds.push(await made(`/api/price-books/${id}/entries`, entry));
    return { id, entryIds };
  }

  beforeAll(async () => {
    admin = await api().register();
    await made('/api/custom-fields', {
      ...{ resource: 'companies', key: 'segment', label: 'Segment', type: 'text' },
    });
    companyId = await made('/api/companies', { name: 'Golden', customFields: { segment: 'gold' } });
    productId = await product({ taxRate: 19 });
    const cheap = { productId, unitPrice: 60, minimumQuantity: 10 };
    await book({ currency: 'EUR' }, { productId, unitPrice: 90 }, cheap);
    await book({ currency: 'EUR', segment: 'Gold' }, { productId, unitPrice: 70, minimumQuantity: 2 });
  });

  it('are those of the segment before those of everyone, be these lower, and go with the deal', async () => {
    const [plain, golden] = [await deal(), await deal({ companyId })];
    const found = await line(golden, { productId, quantity: 10 });
    expect(found.body).toMatchObject({ unitPrice: 70, priceSource: 'priceBook' });
    expect((await change(found, { dealId: plain })).body).toMatchObject({ unitPrice: 60, net: 600 });
    expect([await amountOf(golden), await amountOf(plain)]).toEqual([null, 600]);
  });

  it('are of books and entries that are there and active alone, else of the product', async () => {
    const franc = await product({ unitPrice: 12, currency: 'CHF' });
    const { id, entryIds } = await book({ currency: 'CHF' }, { productId: franc, unitPrice: 10 });
    const dealId = await deal({ currency: 'CHF' });
    const kept = await line(dealId, { productId: franc });
    expect(kept.body).toMatchObject({ unitPrice: 10, priceBookId: id });
    const found = async () => (await line(dealId, { productId: franc })).body;
    const ofProduct = { unitPrice: 12, priceSource: 'product', priceBookId: null };
    const [path, entry] = [`/api/price-books/${id}`, `/api/price-book-entries/${String(entryIds[0])}`];
    await admin.delete(entry);
    expect(await found()).toMatchObject(ofProduct);
    expect((await admin.post(`${entry}/restore`)).status).toBe(200);
    expect(await found()).toMatchObject({ unitPrice: 10 });
    expect((await admin.patch(path, { body: { active: false } })).status).toBe(200);
    expect(await found()).toMatchObject(ofProduct);
    await admin.patch(path, { body: { active: true } });
    expect(await found()).toMatchObject({ unitPrice: 10 });
    await admin.delete(path);
    expect(await found()).toMatchObject(ofProduct);
    expect((await change(kept, { quantity: 2 })).body).toMatchObject({ ...ofProduct, net: 24 });
  });

  it('are those of the day in the time zone of the tenant', async () => {
    const tokyo = await api().register();
    const own = async (path: string, body: Body) => {
      const answer = await tokyo.post(path, { body });
      expect(answer).toMatchObject({ status: 201 });
      return String(answer.body['id']);
    };
    const settings = { timeZone: 'Asia/Tokyo' };
    expect((await tokyo.patch('/api/settings', { body: settings })).status).toBe(200);
    const yen = await own('/api/products', { name: 'Yen', currency: 'JPY' });
    for (const [unitPrice, period] of [
      [10, { validTo: '2026-03-31' }],
      [20, { validFrom: '2026-04-01', validTo: '2026-04-01' }],
      [30, { validFrom: '2026-04-02' }],
    ] as const) {
      const id = await own('/api/price-books', { name: unique('Book'), currency: 'JPY', ...period });
      await own(`/api/price-books/${id}/entries`, { productId: yen, unitPrice });
    }
    for (const [closedAt, unitPrice] of [
      ['2026-03-31T14:59:59Z', 10],
      ['2026-03-31T15:00:00Z', 20],
      ['2026-04-01T14:59:59Z', 20],
      ['2026-04-01T15:00:00Z', 30],
    ] as const) {
      const sold = { name: 'Sold', currency: 'JPY', stage: 'Closed Won', closedAt };
      const body = { dealId: await own('/api/deals', sold), productId: yen };
      const { body: priced } = await tokyo.post('/api/line-items', { body });
      expect({ closedAt, unitPrice: priced['unitPrice'] }).toEqual({ closedAt, unitPrice });
    }
  });

  it('stay as they were found until product, quantity or deal change, or they are looked up anew', async () => {
    const own = await product({ code: unique('code') });
    const { id, entryIds } = await book({ currency: 'PLN' }, { productId: own, unitPrice: 40 });
    const dealId = await deal({ currency: 'PLN' });
    const [found, entered] = [
      await line(dealId, { productId: own }),
      await line(dealId, { productId: own, unitPrice: 33 }),
    ];
    await admin.patch(`/api/price-book-entries/${String(entryIds[0])}`, { body: { unitPrice: 41 } });
    const described = await change(found, { description: 'Blue', taxRate: 7 });
    expect(described.body).toMatchObject({ unitPrice: 40, priceSource: 'priceBook', priceBookId: id });
    expect((await post(`/api/deals/${dealId}/reprice`, {})).body).toMatchObject({ changed: 1 });
    expect(await now(found)).toMatchObject({ unitPrice: 41, taxRate: 7, total: 43.87 });
    expect(await now(entered)).toMatchObject({ unitPrice: 33, priceSource: 'entered', priceBookId: null });
    expect(await amountOf(dealId)).toBe(74);
    // What was entered stays whatever it is for, until it is taken away.
    const another = await product({ unitPrice: 44, currency: 'PLN' });
    expect((await change(entered, { productId: another, quantity: 2 })).body).toMatchObject({
      ...{ productId: another, unitPrice: 33, priceSource: 'entered', net: 66 },
    });
    expect((await change(entered, { unitPrice: null })).body).toMatchObject({ unitPrice: 44, net: 88 });
    // Who names a rate beside another product means that rate.
    const euros = await line(await deal(), { productId });
    const other = await product({ unitPrice: 5, taxRate: 19 });
    expect((await change(euros, { productId: other, taxRate: 7 })).body).toMatchObject({
      ...{ unitPrice: 5, priceSource: 'product', priceBookId: null, taxRate: 7 },
    });
    const reduced = await change(euros, { discountAmount: 1 });
    expect(reduced.body).toMatchObject({ discountAmount: 1, net: 4 });
    const byPercent = await change(euros, { discountPercent: 50 });
    expect(byPercent.body).toMatchObject({ discountAmount: null, discountPercent: 50, net: 2.5 });
  });

  it('stay on lines whose product is sold no more, and no other line gets it', async () => {
    const [fading, dealId] = [await product(), await deal()];
    const kept = await line(dealId, { productId: fading });
    const text = await line(dealId, { name: 'Text', unitPrice: 1 });
    await admin.patch(`/api/products/${fading}`, { body: { active: false } });
    expect((await change(kept, { quantity: 3 })).body).toMatchObject({ productId: fading, net: 300 });
    const refused = { status: 422, body: { error: { details: [{ field: 'productId' }] } } };
    expect(await change(text, { productId: fading })).toMatchObject(refused);
    expect(await line(dealId, { productId: fading })).toMatchObject(refused);
  });

  it('are written by who reads the deal and changes no deals, up to 500 a deal', async () => {
    const permissions = ['line-items:*', 'deals:read'];
    expect((await post('/api/roles', { name: 'Pricer', permissions })).status).toBe(201);
    const pricer = await addMember(admin, 'Pricer');
    const dealId = await deal();
    const lineItems = Array.from({ length: 501 }, () => ({ dealId, name: 'Many', unitPrice: 0.01 }));
    const bulk = await pricer.post('/api/line-items/bulk', { body: { lineItems } });
    expect(bulk.body).toMatchObject({ failed: 1 });
    expect(await amountOf(dealId)).toBe(5);
    expect(await line(dealId, { name: 'One more', unitPrice: 1 })).toMatchObject({
      ...{ status: 422, body: { error: { details: [{ field: 'dealId' }] } } },
    });
  });
});
