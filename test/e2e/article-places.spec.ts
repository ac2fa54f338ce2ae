import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { made, unique } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const ARTICLES = '/api/knowledge-base/articles';
const CATEGORIES = '/api/knowledge-base/categories';

type Body = Readonly<Record<string, unknown>>;

describe('articles and categories, for members,', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  async function article(body: Body): Promise<string> {
    const id = await made(admin, ARTICLES, { title: unique('Article'), body: 'Findable', ...body });
    expect((await admin.post(`${ARTICLES}/${id}/publish`, { body: {} })).status).toBe(200);
    return id;
  }
  const find = (query = '', client = admin) =>
    client.get<{ readonly items?: readonly Body[] }>(`/api/knowledge-base/search?q=findable${query}`);
  const idsOf = async (query = '', client = admin) =>
    (await find(query, client)).body.items?.map(({ id }) => id).toSorted();

  it('are found in a category or below it, and go with what is moved', async () => {
    const [top, elsewhere] = [
      await made(admin, CATEGORIES, { name: 'Top' }),
      await made(admin, CATEGORIES, { name: 'Elsewhere' }),
    ];
    const below = await made(admin, CATEGORIES, { name: 'Below', parentId: top });
    const [inTop, inBelow] = [await article({ categoryId: top }), await article({ categoryId: below })];
    const outside = await article({ locale: 'de-DE' });
    expect(await idsOf(`&categoryId=${top}`)).toEqual([inTop, inBelow].toSorted());
    await admin.patch(`${CATEGORIES}/${below}`, { body: { parentId: elsewhere } });
    expect(await idsOf(`&categoryId=${top}`)).toEqual([inTop]);
    expect(await idsOf(`&categoryId=${elsewhere}`)).toEqual([inBelow]);
    expect((await admin.get(`${CATEGORIES}/tree`)).body).toMatchObject({
      items: [
        { id: elsewhere, children: [{ id: below }] },
        { id: top, children: [] },
      ],
    });
    expect(await idsOf('&locale=de-DE')).toEqual([outside]);
    expect((await find('&categoryId=none')).status).toBe(400);
  });

  it('are found while readers have them, by those alone whose reach they are in', async () => {
    await admin.post('/api/roles', { body: { name: 'Own articles', permissions: ['articles:read:own'] } });
    const member = await addMember(admin, 'Own articles');
    const [own, taken] = [
      await article({ ownerId: member.userId }),
      await article({ ownerId: member.userId }),
    ];
    expect(await idsOf('', member)).toEqual([own, taken].toSorted());
    expect((await admin.post(`${ARTICLES}/${taken}/unpublish`, { body: {} })).status).toBe(200);
    expect(await idsOf('', member)).toEqual([own]);
    const fieldRules = { articles: { categoryId: 'hidden' } };
    await admin.post('/api/roles', { body: { name: 'Blind', permissions: ['articles:read'], fieldRules } });
    expect((await find('', await addMember(admin, 'Blind'))).status).toBe(403);
  });

  it('stay a tree when what made room for another change is not written', async () => {
    const names = ['Above', 'Taken'];
    const [above] = await Promise.all(names.map((name) => made(admin, CATEGORIES, { name })));
    const below = await made(admin, CATEGORIES, { name: 'Under above', parentId: above });
    const articleCategories = [
      { id: below, parentId: null, slug: 'taken' },
      { id: above, parentId: below },
    ];
    const bulk = await admin.patch(`${CATEGORIES}/bulk`, { body: { articleCategories } });
    expect(bulk).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    const { body } = await admin.get<{ items: Body[] }>(`${CATEGORIES}/tree`);
    expect(body.items).toContainEqual(
      expect.objectContaining({ id: above, children: [expect.objectContaining({ id: below })] }),
    );
  });

  it('are ahead of what readers have while they say something else, and else publish nothing', async () => {
    const id = await made(admin, ARTICLES, { title: 'Same', summary: 'Of old', body: 'Text' });
    const path = `${ARTICLES}/${id}`;
    const edit = async (body: Body) => (await admin.patch(path, { body })).body;
    expect(await edit({ title: 'Other' })).toMatchObject({ status: 'draft', hasChanges: false });
    await admin.post(`${path}/publish`, { body: {} });
    for (const [field, value, published] of [
      ['title', 'Another', 'Other'],
      ['summary', null, 'Of old'],
      ['body', 'Other text', 'Text'],
    ] as const) {
      expect(await edit({ [field]: value })).toMatchObject({ hasChanges: true });
      expect(await edit({ tags: [field] })).toMatchObject({ hasChanges: true });
      expect(await edit({ [field]: published })).toMatchObject({ hasChanges: false });
    }
    expect((await admin.post(`${path}/publish`, { body: {} })).body).toMatchObject({ publishedVersion: 1 });
    await edit({ body: 'Other text' });
    const restored = await admin.post(`${path}/versions/1/restore`, { body: {} });
    expect(restored.body).toMatchObject({ body: 'Text', hasChanges: false });
    expect((await admin.get(`${path}/versions`)).body).toMatchObject({ totalCount: 1 });
  });
});
