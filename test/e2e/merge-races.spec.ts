import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { made } from '../support/route-case.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('a merge, while others write', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const contact = () => made(admin, '/api/contacts', { lastName: 'Morgan' });
  const merge = (id: string, body: unknown) => admin.post(`/api/contacts/${id}/merge`, { body });
  const undo = (id: unknown) => admin.post(`/api/merges/${String(id)}/undo`, { body: {} });

  it('misses nothing that is made to point at a loser at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [survivor, loser] = [await contact(), await contact()];
      const links = [{ resource: 'contact', id: loser }];
      const notes = Array.from({ length: 4 }, () =>
        admin.post('/api/activities', { body: { kind: 'note', links } }),
      );
      const [merged, ...answers] = await Promise.all([merge(survivor, { ids: [loser] }), ...notes]);
      expect(merged.status).toBe(200);
      const there = answers.filter(({ status }) => status === 201);
      expect(answers.filter(({ status }) => status !== 201 && status !== 422)).toEqual([]);
      for (const { body } of there) {
        expect((await admin.get(`/api/activities/${String(body['id'])}`)).body).toMatchObject({
          links: [{ resource: 'contact', id: survivor }],
        });
      }
    }
  });

  it('goes through no more than once, when many ask at once', async () => {
    const [survivor, loser] = [await contact(), await contact()];
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, () => merge(survivor, { ids: [loser] })),
      merge(loser, { ids: [survivor] }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404]);
    const id = answers.find(({ status }) => status === 200)?.body['id'];
    const undone = await Promise.all([undo(id), undo(id), undo(id)]);
    expect(undone.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });
});
