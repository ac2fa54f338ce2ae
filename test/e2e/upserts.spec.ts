import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { bulkLeads, makeLeads } from '../support/bulk-calls.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('a bulk call of upserts', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const bulk = (method: string, leads: unknown, query = '') => bulkLeads(admin, method, leads, query);
  const made = (...leads: unknown[]) => makeLeads(admin, ...leads);
  const get = async (id: string | undefined) => (await admin.get(`/api/leads/${String(id)}`)).body;

  it('creates or merges by the external id', async () => {
    const [id] = await made({ externalId: 'up-1', lastName: 'Old', score: 1 });
    const { status, body } = await bulk('PUT', [
      { externalId: 'up-1', score: 2 },
      { externalId: 'up-2', lastName: 'New' },
      { externalId: 'up-2', lastName: 'Again' },
      { lastName: 'Without' },
      { externalId: 'up-3' },
      { externalId: 'up-4', lastName: 'Gone', version: 3 },
    ]);
    expect(status).toBe(207);
    expect(body.results.map((result) => [result.status, result.version, result.error?.code])).toEqual([
      [200, 2, undefined],
      [201, 1, undefined],
      [409, null, 'CONFLICT'],
      [422, null, 'VALIDATION_ERROR'],
      [422, null, 'VALIDATION_ERROR'],
      [404, null, 'NOT_FOUND'],
    ]);
    expect(body.results[0]?.id).toBe(id);
    expect(await get(id)).toMatchObject({ lastName: 'Old', score: 2 });
  });

  it('matches a declared field without regard to case, and never guesses among several', async () => {
    const [one] = await made({ email: 'match@example.com' });
    await made({ email: 'two@example.com', lastName: 'A' }, { email: 'two@example.com', lastName: 'B' });
    const { body } = await bulk(
      'PUT',
      [
        { email: 'MATCH@example.com', score: 5 },
        { email: 'two@example.com', score: 5 },
      ],
      '?matchOn=email',
    );
    expect(body.results.map(({ status, id }) => [status, id])).toEqual([
      [200, one],
      [409, expect.any(String)],
    ]);
    expect(body.results[1]?.error).toMatchObject({
      code: 'CONFLICT',
      details: [{ field: 'email', message: 'is that of 2 records' }],
    });
  });

  it('follows its policy', async () => {
    const [id] = await made({ externalId: 'policy', lastName: 'Old', company: 'Kept' });
    const item = { externalId: 'policy', lastName: 'New', phone: '123' };
    const created = await bulk('PUT', [item, { externalId: 'p-1', lastName: 'X' }], '?policy=createOnly');
    expect(created.body.results).toMatchObject([{ status: 409, id, version: 1 }, { status: 201 }]);
    const updated = await bulk('PUT', [{ externalId: 'p-2', lastName: 'X' }], '?policy=updateOnly');
    expect(updated.body.results).toMatchObject([{ status: 404, id: null }]);
    await bulk('PUT', [item], '?policy=fillEmpty');
    expect(await get(id)).toMatchObject({ lastName: 'Old', company: 'Kept', phone: '123', version: 2 });
    await bulk('PUT', [item], '?policy=updateOnly');
    expect(await get(id)).toMatchObject({ lastName: 'New', company: 'Kept', version: 3 });
    await bulk('PUT', [item], '?policy=replace');
    expect(await get(id)).toMatchObject({ lastName: 'New', company: null, phone: '123', version: 4 });
  });
});
