import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';

describe('a lead, from create to restore', () => {
  let product: TestProduct;
  let api: ApiClient;

  beforeAll(async () => {
    product = await startTestProduct();
    api = await new ApiClient(product.url).register();
  });

  afterAll(async () => {
    await product.close();
    expect(product.proof.violations).toEqual([]);
    expect(product.proof.checked).toBeGreaterThan(0);
  });

  it('is created, read, changed, deleted and restored, with a new version each time', async () => {
    const created = await api.post('/api/leads', { body: { lastName: 'Doe', email: 'John@Example.com' } });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      lastName: 'Doe',
      email: 'john@example.com',
      status: 'New',
      version: 1,
    });
    const path = `/api/leads/${String(created.body['id'])}`;
    expect(created.headers.get('location')).toBe(path);

    const changed = await api.patch(path, { body: { score: 7 }, headers: { 'if-match': '"1"' } });
    expect(changed).toMatchObject({ status: 200, body: { score: 7, version: 2 } });

    const stale = await api.patch(path, { body: { score: 8 }, headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { error: { code: 'VERSION_MISMATCH' } } });

    expect((await api.delete(path)).status).toBe(204);
    expect((await api.get(path)).status).toBe(404);
    expect(await api.post(`${path}/restore`)).toMatchObject({ status: 200, body: { version: 4 } });
    expect((await api.get(path)).body).toMatchObject({ lastName: 'Doe', score: 7, version: 4 });
  });
});
