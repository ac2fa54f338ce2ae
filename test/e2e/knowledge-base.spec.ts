import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { made, unique } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const ARTICLES = '/api/knowledge-base/articles';
const CATEGORIES = '/api/knowledge-base/categories';

type Body = Readonly<Record<string, unknown>>;
type Items = { readonly items: readonly Body[]; readonly totalCount: number };

describe('the knowledge base', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  const category = (name: string, parentId: string | null = null, more: Body = {}) =>
    made(admin, CATEGORIES, { name, parentId, ...more });
  const move = (id: string, parentId: string | null) =>
    admin.patch(`${CATEGORIES}/${id}`, { body: { parentId } });
  const article = (body: Body) => made(admin, ARTICLES, { body: 'Text', title: unique('Article'), ...body });
  const act = (id: string, verb: string, client: ApiClient = admin) =>
    client.post(`${ARTICLES}/${id}/${verb}`, { body: {} });
  const read = async (path: string) => (await admin.get<Body>(path)).body;
  const list = async (path: string) => (await admin.get<Items>(path)).body;

  it('has categories in a tree, in their order, under slugs of their own', async () => {
    const top = await category('Über uns', null, { position: 2, description: 'Who we are' });
    const first = await category('First steps', null, { position: 1 });
    const [b, a] = [await category('B', top), await category('A', top)];
    const again = await category('Über uns', b);
    const { items } = await list(`${CATEGORIES}/tree`);
    const leaf = { children: [] };
    expect(items).toMatchObject([
      { id: first, slug: 'first-steps', ...leaf },
      {
        ...{ id: top, slug: 'uber-uns', description: 'Who we are', position: 2 },
        children: [
          { id: a, ...leaf },
          {
            id: b,
            children: [{ id: again, slug: expect.stringMatching(/^uber-uns-[0-9a-f]{6}$/), ...leaf }],
          },
        ],
      },
    ]);
    const taken = await admin.post(CATEGORIES, { body: { name: 'Other', slug: 'uber-uns' } });
    expect(taken).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'slug' }] } },
    });
    const put = await admin.put(`${CATEGORIES}/${first}`, { body: { name: 'Renamed' } });
    expect(put).toMatchObject({ status: 200, body: { name: 'Renamed', slug: 'first-steps', position: 0 } });
    expect((await admin.post(CATEGORIES, { body: { name: 'X', slug: 'Not a slug' } })).status).toBe(422);
  });

  it('keeps the tree free of circles, also when they are made at once, and of bounded depth', async () => {
    const circle = {
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field: 'parentId' }] } },
    };
    const top = await category('Top');
    const middle = await category('Middle', top);
    const bottom = await category('Bottom', middle);
    for (const [id, parentId] of [
      [top, top],
      [top, middle],
      [top, bottom],
    ] as const)
      expect(await move(id, parentId)).toMatchObject(circle);
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await category('One'), await category('Other')];
      const answers = await Promise.all([move(one, other), move(other, one)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
      await move(one, null);
      await move(other, null);
      const bulk = await admin.patch(`${CATEGORIES}/bulk`, {
        body: {
          articleCategories: [
            { id: one, parentId: other },
            { id: other, parentId: one },
          ],
        },
      });
      expect(bulk.body).toMatchObject({ results: [{ status: 200 }, { status: 422 }] });
    }
    let [above, level] = [top, 1];
    for (; level < 8; level += 1) above = await category(`Level ${level}`, above);
    expect(await admin.post(CATEGORIES, { body: { name: 'Too deep', parentId: above } })).toMatchObject(
      circle,
    );
    const pair = await category('Pair');
    await category('Below', pair);
    const seventh = String((await read(`${CATEGORIES}/${above}`))['parentId']);
    expect(await move(pair, seventh)).toMatchObject(circle);
  });

  it('deletes no category with something in it, and puts nothing into one that is deleted', async () => {
    const top = await category('Kept');
    const below = await category('Below', top);
    const inside = await article({ categoryId: below });
    const refused = { status: 409, body: { error: { code: 'CONFLICT' } } };
    expect(await admin.delete(`${CATEGORIES}/${top}`)).toMatchObject(refused);
    expect(await admin.delete(`${CATEGORIES}/${below}`)).toMatchObject(refused);
    await admin.delete(`${ARTICLES}/${inside}`);
    expect((await admin.delete(`${CATEGORIES}/${below}`)).status).toBe(204);
    expect(await act(inside, 'restore')).toMatchObject(refused);
    expect((await admin.delete(`${CATEGORIES}/${top}`)).status).toBe(204);
    expect(await admin.post(`${CATEGORIES}/${below}/restore`)).toMatchObject(refused);
    for (const [path, body] of [
      [ARTICLES, { title: 'X', body: 'X', categoryId: top }],
      [CATEGORIES, { name: 'X', parentId: top }],
    ] as const)
      expect((await admin.post(path, { body })).status).toBe(422);
    for (const id of [top, below]) expect((await admin.post(`${CATEGORIES}/${id}/restore`)).status).toBe(200);
    expect(await act(inside, 'restore')).toMatchObject({ status: 200, body: { categoryId: below } });
    for (let round = 0; round < 5; round += 1) {
      const empty = await category('Empty');
      const [removed, put] = await Promise.all([
        admin.delete(`${CATEGORIES}/${empty}`),
        admin.post(ARTICLES, { body: { title: 'Raced', body: 'X', categoryId: empty } }),
      ]);
      expect([`204 422`, '409 201']).toContain(`${removed.status} ${put.status}`);
    }
  });

  it('shows readers what was published, while the draft is worked on', async () => {
    const id = await article({ title: 'Reset it', body: '# One', summary: 'First', tags: ['help'] });
    const path = `${ARTICLES}/${id}`;
    expect(await read(path)).toMatchObject({
      ...{ slug: 'reset-it', status: 'draft', visibility: 'internal', locale: 'en-US', hasChanges: false },
      ...{ publishedVersion: null, publishedAt: null },
    });
    expect((await admin.get(`${path}/published`)).status).toBe(404);
    expect(await act(id, 'publish')).toMatchObject({
      status: 200,
      body: { status: 'published', publishedVersion: 1 },
    });
    expect((await act(id, 'publish')).body).toMatchObject({ version: 2, publishedVersion: 1 });
    const edit = { title: 'Reset that', body: '# Two', status: 'archived', hasChanges: false };
    expect((await admin.patch(path, { body: edit })).body).toMatchObject({
      status: 'published',
      hasChanges: true,
    });
    const published = await read(`${path}/published`);
    expect(published).toMatchObject({
      number: 1,
      title: 'Reset it',
      html: '<h1>One</h1>\n',
      summary: 'First',
    });
    expect(await read(`${path}/preview`)).toMatchObject({ title: 'Reset that', html: '<h1>Two</h1>\n' });
    expect((await act(id, 'publish')).body).toMatchObject({ publishedVersion: 2, hasChanges: false });
    expect(await read(`${path}/published`)).toMatchObject({ number: 2, title: 'Reset that' });
    expect((await act(id, 'unpublish')).body).toMatchObject({ status: 'draft', publishedVersion: null });
    expect((await admin.get(`${path}/published`)).status).toBe(404);
    expect(await act(id, 'unpublish')).toMatchObject({ status: 409 });
    expect((await act(id, 'archive')).body).toMatchObject({ status: 'archived' });
    expect(await act(id, 'archive')).toMatchObject({ status: 409 });
    expect((await act(id, 'publish')).body).toMatchObject({ status: 'published', publishedVersion: 3 });
    const { items } = await list(`${path}/history`);
    const types = items.map(({ type }) => type);
    expect(types).toEqual([
      ...['article.published', 'article.archived', 'article.unpublished', 'article.published'],
      ...['article.updated', 'article.published', 'article.created'],
    ]);
    const stale = await admin.post(`${path}/publish`, { body: {}, headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { error: { code: 'VERSION_MISMATCH' } } });
    const trial = await admin.post(`${path}/archive?dryRun=true`, { body: {} });
    expect(trial).toMatchObject({ status: 200, body: { status: 'archived' } });
    expect(await read(path)).toMatchObject({ status: 'published' });
  });

  it('keeps each version that was published, tells what differs, and makes an old one the draft', async () => {
    const id = await article({ title: 'Old', summary: 'Before', body: 'one\ntwo\nthree\n' });
    const path = `${ARTICLES}/${id}`;
    // Of what was never published the draft is all there is.
    expect(await read(`${path}/diff`)).toMatchObject({
      from: 'draft',
      to: 'draft',
      summary: null,
      hunks: [],
    });
    await act(id, 'publish');
    const edit = { title: 'New', summary: null, body: 'one\n2 <b>\nthree\nfour\n' };
    await admin.patch(path, { body: edit });
    const expected = {
      ...{ from: '1', to: 'draft', title: { from: 'Old', to: 'New' }, added: 2, removed: 1 },
      ...{ summary: { from: 'Before', to: null }, isMinimal: true },
      hunks: [
        {
          ...{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 4 },
          lines: [
            { kind: 'context', text: 'one' },
            { kind: 'removed', text: 'two' },
            { kind: 'added', text: '2 <b>' },
            { kind: 'context', text: 'three' },
            { kind: 'added', text: 'four' },
          ],
        },
      ],
    };
    expect(await read(`${path}/diff`)).toMatchObject(expected);
    await act(id, 'publish');
    const diff = await read(`${path}/diff?from=1&to=2`);
    expect(diff).toMatchObject({ ...expected, to: '2' });
    expect(String(diff['patch'])).toContain('@@ -1,3 +1,4 @@\n one\n-two\n+2 <b>\n three\n+four\n');
    expect(await read(`${path}/diff?from=2&to=2`)).toMatchObject({
      added: 0,
      removed: 0,
      patch: '',
      hunks: [],
    });
    expect(await read(`${path}/diff`)).toMatchObject({ from: '2', title: null, summary: null, hunks: [] });
    const { items, totalCount } = await list(`${path}/versions`);
    expect(totalCount).toBe(2);
    expect(items).toMatchObject([
      { number: 2, title: 'New', publishedBy: admin.tenant.userId },
      { number: 1, title: 'Old' },
    ]);
    const old = await read(`${path}/versions/1`);
    expect(old).toMatchObject({ body: 'one\ntwo\nthree\n', html: '<p>one\ntwo\nthree</p>\n' });
    const stale = { body: {}, headers: { 'if-match': '"1"' } };
    expect((await admin.post(`${path}/versions/1/restore`, stale)).status).toBe(412);
    const restored = await admin.post(`${path}/versions/1/restore`, { body: {} });
    expect(restored).toMatchObject({
      status: 200,
      body: { title: 'Old', summary: 'Before', hasChanges: true, publishedVersion: 2 },
    });
    expect(await read(`${path}/published`)).toMatchObject({ title: 'New' });
    for (const missing of ['versions/3', 'versions/0', 'versions/x', 'versions/99999999999', 'diff?from=3'])
      expect((await admin.get(`${path}/${missing}`)).status).toBe(404);
    for (const bad of ['diff?from=x', 'diff?to=-1', 'diff?other=1', 'versions?page=0'])
      expect((await admin.get(`${path}/${bad}`)).status).toBe(400);
  });

  it('tells a last line apart, and no mark of a patch for one', async () => {
    const id = await article({ body: 'one\ntwo' });
    await act(id, 'publish');
    await admin.patch(`${ARTICLES}/${id}`, { body: { body: 'one\n\\two' } });
    const { hunks, patch } = await read(`${ARTICLES}/${id}/diff`);
    expect(hunks).toMatchObject([
      {
        lines: [
          { kind: 'context', text: 'one' },
          { kind: 'removed', text: 'two' },
          { kind: 'added', text: '\\two' },
        ],
      },
    ]);
    expect(String(patch)).toContain('-two\n\\ No newline at end of file\n+\\two\n');
  });

  it('compares long texts that have nothing in common in bounded time', async () => {
    const lines = (word: string) => Array.from({ length: 12_000 }, (_, line) => `${word} ${line}`).join('\n');
    const id = await article({ body: lines('one') });
    await act(id, 'publish');
    await admin.patch(`${ARTICLES}/${id}`, { body: { body: lines('two') } });
    const diff = await read(`${ARTICLES}/${id}/diff`);
    expect(diff).toMatchObject({ isMinimal: false, added: 12_000, removed: 12_000 });
  });

  it('takes at most 200 kB of Markdown', async () => {
    for (const [body, status] of [
      ['a'.repeat(200_000), 201],
      ['a'.repeat(200_001), 422],
      ['ä'.repeat(100_001), 422],
    ] as const) {
      const answer = await admin.post(ARTICLES, { body: { title: 'Long', body } });
      expect({ length: body.length, status: answer.status }).toEqual({ length: body.length, status });
    }
  });

  it('is written by who may write and published by who may publish', async () => {
    const user = await addMember(admin, 'User');
    const id = await made(user, ARTICLES, { title: 'By a user', body: 'Text' });
    expect(await act(id, 'publish', user)).toMatchObject({
      status: 403,
      body: { error: { code: 'PERMISSION_DENIED' } },
    });
    const manager = await addMember(admin, 'Manager');
    expect((await act(id, 'publish', manager)).status).toBe(200);
    await admin.post('/api/roles', {
      body: { name: 'Blind', permissions: ['articles:*'], fieldRules: { articles: { body: 'hidden' } } },
    });
    const blind = await addMember(admin, 'Blind');
    for (const below of ['preview', 'published', 'versions', 'versions/1', 'diff'])
      expect((await blind.get(`${ARTICLES}/${id}/${below}`)).status).toBe(403);
    expect((await act(id, 'versions/1/restore', blind)).status).toBe(403);
    expect((await blind.get('/api/knowledge-base/search?q=text')).status).toBe(403);
  });
});
