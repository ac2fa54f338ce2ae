import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

const SIZE = 8;

interface Place {
  readonly id: string;
  readonly parentId: string | null;
}

describe('companies below companies', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  async function makeSeveral(count: number): Promise<string[]> {
    const made = Array.from({ length: count }, (_, index) =>
      admin.post('/api/companies', { body: { name: `Company ${index}` } }),
    );
    return (await Promise.all(made)).map(({ body }) => String(body['id']));
  }

  const move = (id: string | undefined, parentId: string | null | undefined): Promise<ApiAnswer> =>
    admin.patch(`/api/companies/${id ?? ''}`, { body: { parentId } });

  async function isFreeOfCycles(ids: readonly string[]): Promise<boolean> {
    const { body } = await admin.get<{ items: Place[] }>('/api/companies?pageSize=200');
    const parents = new Map(body.items.map(({ id, parentId }) => [id, parentId]));
    return ids.every((start) => {
      let above = parents.get(start) ?? null;
      for (let step = 0; step < ids.length && above !== null; step += 1) above = parents.get(above) ?? null;
      return above === null;
    });
  }

  it('never stand above themselves: not at once, not through others, not through a deleted one', async () => {
    const [top, middle, bottom] = await makeSeveral(3);
    const cycle = {
      status: 422,
      body: {
        error: {
          code: 'VALIDATION_ERROR',
          message: 'parentId would put the company above itself',
          details: [{ field: 'parentId' }],
        },
      },
    };
    expect(await move(top, top)).toMatchObject(cycle);
    await move(middle, top);
    await move(bottom, middle);
    expect(await move(top, middle)).toMatchObject(cycle);
    expect(await move(top, bottom)).toMatchObject(cycle);
    await admin.delete(`/api/companies/${middle ?? ''}`);
    expect(await move(top, bottom)).toMatchObject(cycle);
    await admin.post(`/api/companies/${middle ?? ''}/restore`);
    expect((await admin.get(`/api/companies/${top ?? ''}`)).body).toMatchObject({
      parentId: null,
      version: 1,
    });
    await move(middle, null);
    expect((await move(top, bottom)).status).toBe(200);
  });

  it('do not when what made room for another change is not written', async () => {
    const [above, taken, below] = await makeSeveral(3);
    await admin.patch(`/api/companies/${taken ?? ''}`, { body: { externalId: 'taken' } });
    await move(below, above);
    const companies = [
      { id: below, parentId: null, externalId: 'taken' },
      { id: above, parentId: below },
    ];
    expect((await admin.patch('/api/companies/bulk', { body: { companies } })).status).toBe(422);
    expect(await isFreeOfCycles([above ?? '', below ?? ''])).toBe(true);
  });

  it('do so whatever is moved at the same time', async () => {
    const place = fc.integer({ min: 0, max: SIZE - 1 });
    const moves = fc.array(fc.tuple(place, fc.option(place, { freq: 8 })), { minLength: 10, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(moves, async (all) => {
        const ids = await makeSeveral(SIZE);
        const answers = await Promise.all(
          all.map(([company, parent]) => move(ids[company], parent === null ? null : ids[parent])),
        );
        expect(
          answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 422),
        ).toEqual([]);
        expect(await isFreeOfCycles(ids)).toBe(true);
        await Promise.all(ids.map((id) => admin.delete(`/api/companies/${id}`)));
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('let one of two through who would each put the other below', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = await makeSeveral(2);
      const answers = await Promise.all([move(one, other), move(other, one)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
  });
});
