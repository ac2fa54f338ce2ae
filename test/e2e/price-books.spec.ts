import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { completedErasure } from '../support/completed-erasure.js';
import { importTable } from '../support/import-file.js';
import { jobIn } from '../support/job-caller.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('products and price books', () => {
  const { api } = useTestProduct({ ERASURE_GRACE_MS: '0', SWEEP_MS: '100' });
  let admin: ApiClient;
  let names = 0;

  beforeAll(async () => {
    admin = await api().register();
  });

  const post = (path: string, body: unknown): Promise<ApiAnswer> => admin.post(path, { body });
  const book = (body: Record<string, unknown>) =>
    post('/api/price-books', { name: `Book ${(names += 1)}`, ...body });

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await post(path, body);
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  it('hold a product once by its code, in the currency of the tenant unless it names one', async () => {
    const answer = await post('/api/products', {
      code: 'GTX-1',
      name: 'GTX Basic',
      family: 'GTX',
      unitPrice: 550,
    });
    expect(answer).toMatchObject({ status: 201, body: { currency: 'USD', unitPrice: 550, active: true } });
    expect(await post('/api/products', { code: 'gtx-1', name: 'Again' })).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE' } },
    });
    const upsert = await admin.put('/api/products/bulk?matchOn=code', {
      body: { products: [{ code: 'GTX-1', name: 'GTX Basic', taxRate: 19 }] },
    });
    expect(upsert.body).toMatchObject({ results: [{ id: answer.body['id'], status: 200 }] });
    expect((await admin.get('/api/products?family=GTX&search=basic')).body).toMatchObject({ totalCount: 1 });
  });

  it('take no amount that its currency does not have', async () => {
    const faults: [Record<string, unknown>, string][] = [
      [{ unitPrice: -1 }, 'unitPrice'],
      [{ unitPrice: 1.005 }, 'unitPrice'],
      [{ cost: 1.5, currency: 'JPY' }, 'cost'],
      [{ unitPrice: 1.0005, currency: 'KWD' }, 'unitPrice'],
      [{ unitPrice: 1, currency: 'XYZ' }, 'currency'],
      [{ taxRate: 101 }, 'taxRate'],
    ];
    for (const [body, field] of faults)
      expect(await post('/api/products', { name: 'Odd', ...body })).toMatchObject({
        status: 422,
        body: { error: { code: 'VALIDATION_ERROR', details: [{ field }] } },
      });
    expect((await post('/api/products', { name: 'Dinar', unitPrice: 1.005, currency: 'KWD' })).status).toBe(
      201,
    );
    // What it has must fit the currency it is given.
    const id = await made('/api/products', { name: 'Cents', unitPrice: 1.5 });
    expect((await admin.patch(`/api/products/${id}`, { body: { currency: 'JPY' } })).status).toBe(422);
  });

  it('keep one book a day of a currency and a segment, and name the one in the way', async () => {
    const first = await made('/api/price-books', {
      ...{ name: 'Europe', currency: 'EUR', validFrom: '2026-01-01', validTo: '2026-06-30' },
    });
    const clash = await book({ currency: 'EUR', validFrom: '2026-06-30' });
    expect(clash).toMatchObject({ status: 409, body: { error: { code: 'PRICE_BOOK_OVERLAP' } } });
    expect(JSON.stringify(clash.body)).toContain(first);
    expect(JSON.stringify(clash.body)).toContain('Europe');
    const next = await made('/api/price-books', { name: 'Next', currency: 'EUR', validFrom: '2026-07-01' });
    expect((await book({ currency: 'USD', validFrom: '2026-01-01' })).status).toBe(201);
    expect((await book({ currency: 'EUR', segment: 'Gold' })).status).toBe(201);
    expect(await book({ currency: 'EUR', segment: 'GOLD', validTo: '2020-01-01' })).toMatchObject({
      status: 409,
    });
    expect(await book({ currency: 'EUR', validFrom: '2027-01-02', validTo: '2027-01-01' })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'validTo' }] } },
    });
    // Every way in is watched: a change, a restore, a set.
    expect((await admin.patch(`/api/price-books/${first}`, { body: { validTo: null } })).status).toBe(409);
    await admin.delete(`/api/price-books/${next}`);
    const later = await made('/api/price-books', { name: 'Later', currency: 'EUR', validFrom: '2026-12-01' });
    expect(await admin.post(`/api/price-books/${next}/restore`)).toMatchObject({ status: 409 });
    expect((await admin.patch(`/api/price-books/${later}`, { body: { active: false } })).status).toBe(200);
    expect((await admin.post(`/api/price-books/${next}/restore`)).status).toBe(200);
    expect((await admin.patch(`/api/price-books/${later}`, { body: { active: true } })).status).toBe(409);
    const priceBooks = ['A', 'B'].map((name) => ({ name, currency: 'CHF', segment: 'set' }));
    expect((await admin.post('/api/price-books/bulk', { body: { priceBooks } })).body).toMatchObject({
      results: [{ status: 201 }, { status: 409 }],
    });
  });

  it('let one of many racing books in', async () => {
    const racing = await Promise.all(
      Array.from({ length: 8 }, () => book({ currency: 'SEK', segment: 'race' })),
    );
    expect(racing.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(7).fill(409)]);
    for (const { body } of racing)
      if ('error' in body) expect(body).toMatchObject({ error: { code: 'PRICE_BOOK_OVERLAP' } });
  });

  it('have one price of a product from a quantity on, in the currency of the book', async () => {
    const productId = await made('/api/products', { name: 'GTX Pro', unitPrice: 4821 });
    const priceBookId = await made('/api/price-books', { name: 'Yen', currency: 'JPY' });
    const root = `/api/price-books/${priceBookId}/entries`;
    const entry = await post(root, { productId, unitPrice: 700_000 });
    expect(entry).toMatchObject({ status: 201, body: { priceBookId, productId, minimumQuantity: 0 } });
    expect(entry.headers.get('location')).toBe(`/api/price-book-entries/${String(entry.body['id'])}`);
    expect(await post(root, { productId, unitPrice: 1 })).toMatchObject({ status: 409 });
    expect((await post(root, { productId, unitPrice: 650_000, minimumQuantity: 10 })).status).toBe(201);
    expect(await post(root, { productId, unitPrice: 1.5, minimumQuantity: 20 })).toMatchObject({
      status: 422,
    });
    expect((await admin.get(`${root}?minimumQuantity[gte]=10`)).body).toMatchObject({ totalCount: 1 });
    const currency = await admin.patch(`/api/price-books/${priceBookId}`, { body: { currency: 'EUR' } });
    expect(currency).toMatchObject({ status: 422, body: { error: { details: [{ field: 'currency' }] } } });
    await admin.delete(`/api/price-books/${priceBookId}`);
    expect((await admin.get(root)).status).toBe(404);
  });

  it('leave what was entered in a currency out of every other one', async () => {
    const [euros, pounds] = [
      await made('/api/deals', { name: 'Euros', currency: 'EUR' }),
      await made('/api/deals', { name: 'Pounds', currency: 'GBP' }),
    ];
    const productId = await made('/api/products', { name: 'Both', unitPrice: 3, currency: 'GBP' });
    const own = await made('/api/line-items', { dealId: euros, name: 'Text', unitPrice: 10 });
    const path = `/api/line-items/${own}`;
    const moved = await admin.patch(path, { body: { dealId: pounds } });
    expect(moved).toMatchObject({ status: 422, body: { error: { details: [{ field: 'unitPrice' }] } } });
    const other = await made('/api/deals', { name: 'Other', currency: 'GBP' });
    await made('/api/line-items', { dealId: other, productId });
    const merge = await post(`/api/deals/${other}/merge`, { ids: [euros] });
    expect(merge).toMatchObject({ status: 409, body: { error: { code: 'MIXED_CURRENCIES' } } });
    expect((await admin.get(`/api/deals/${euros}`)).body).toMatchObject({ amount: 10, version: 2 });
    const named = { dealId: pounds, unitPrice: 9, productId, discountAmount: 1 };
    expect((await admin.patch(path, { body: named })).body).toMatchObject({ currency: 'GBP', net: 8 });
    const amounts = [euros, pounds].map(async (id) => (await admin.get(`/api/deals/${id}`)).body['amount']);
    expect(await Promise.all(amounts)).toEqual([null, 8]);
    await admin.patch(path, { body: { unitPrice: null } });
    const anew = await post(`/api/deals/${pounds}/reprice`, { currency: 'EUR' });
    expect(anew).toMatchObject({ status: 422, body: { error: { details: [{ field: 'discountAmount' }] } } });
  });

  it('go when they are erased: a product with its prices, a deal with its lines, which are imported too', async () => {
    const productId = await made('/api/products', { name: 'Going', unitPrice: 5, code: 'GOING' });
    const priceBookId = await made('/api/price-books', { name: 'Going', currency: 'NOK' });
    const priceId = await made(`/api/price-books/${priceBookId}/entries`, { productId, unitPrice: 4 });
    const dealId = await made('/api/deals', { name: 'Staying', currency: 'NOK' });
    const table = `dealId,productId,quantity\n${dealId},${productId},2\n${dealId},${productId},3\n`;
    const job = await importTable(admin, 'line-items', { table });
    await jobIn(admin, job.body.id, 'completed');
    expect((await admin.get(`/api/deals/${dealId}`)).body).toMatchObject({ amount: 20 });
    const erased = async (path: string) => {
      const receipt = await admin.delete(`${path}?permanent=true`);
      expect(receipt).toMatchObject({ status: 202 });
      return completedErasure(admin, String(receipt.body['id']));
    };
    await erased(`/api/products/${productId}`);
    expect((await admin.get(`/api/price-book-entries/${priceId}`)).status).toBe(410);
    const { items } = (await admin.get<{ items: { id: string }[] }>(`/api/deals/${dealId}/line-items`)).body;
    expect(items).toMatchObject(
      [1, 2].map(() => ({ productId: null, name: 'Going', unitPrice: 4, priceBookId })),
    );
    expect((await admin.get(`/api/deals/${dealId}`)).body).toMatchObject({ amount: 20 });
    await erased(`/api/deals/${dealId}`);
    for (const { id } of items) expect((await admin.get(`/api/line-items/${id}`)).status).toBe(404);
  });
});
