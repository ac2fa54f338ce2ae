import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { readHtml } from '../support/html-faults.js';
import { made, unique } from '../support/route-case.js';
import { useTestProduct } from '../support/use-test-product.js';
import { XSS_PAYLOADS } from '../support/xss-payloads.js';

const ARTICLES = '/api/knowledge-base/articles';
const CATEGORIES = '/api/knowledge-base/categories';
const SECRET = 'canary4b1d';

type Admin = ApiClient & { readonly tenant: RegisteredTenant };
type Body = Readonly<Record<string, unknown>>;
type Items = Body & { readonly items: readonly Body[] };

describe('the knowledge base for everybody', () => {
  const { api } = useTestProduct({ RATE_LIMIT_PUBLIC: '300' });
  let admin: Admin;
  let stranger: ApiClient;
  let slug: string;
  let root: string;

  beforeAll(async () => {
    admin = await api().register('Ünïque Gärten & Co');
    stranger = api();
    slug = await slugOf(admin);
    root = `/api/public/knowledge-base/${slug}`;
    await admin.patch('/api/settings', { body: { publicKnowledgeBase: true } });
  });

  const slugOf = async (client: Admin) =>
    String((await client.get<Body>(`/api/organizations/${client.tenant.tenantId}`)).body['slug']);
  const rename = (client: Admin, to: string) =>
    client.patch(`/api/organizations/${client.tenant.tenantId}`, { body: { slug: to } });
  async function article(body: Body, isPublished = true): Promise<string> {
    const id = await made(admin, ARTICLES, {
      body: 'Text',
      title: unique('A'),
      visibility: 'public',
      ...body,
    });
    if (isPublished) expect((await admin.post(`${ARTICLES}/${id}/publish`, { body: {} })).status).toBe(200);
    return id;
  }
  const read = (path: string): Promise<ApiAnswer<Items>> => stranger.get<Items>(`${root}/${path}`);
  const slugsOf = ({ body }: ApiAnswer<Items>) => body.items.map((item) => item['slug']);
  /** An error without what differs between two requests. */
  const told = ({ status, body }: ApiAnswer): unknown => [status, (body as Body)['error']];

  it('shows what is published and public, and nothing else of the tenant', async () => {
    const parent = await made(admin, CATEGORIES, { name: 'Guides', description: 'How to', position: 1 });
    const child = await made(admin, CATEGORIES, { name: 'Plants', parentId: parent, tags: [SECRET] });
    const hidden = await made(admin, CATEGORIES, { name: SECRET, parentId: parent });
    await admin.post('/api/custom-fields', {
      body: { resource: 'articles', key: 'secret', label: 'Secret', type: 'text' },
    });
    const shown = await article({
      ...{ title: 'Watering', body: '# Water\n\nNot too **much**.', categoryId: child, summary: 'When' },
      ...{
        tags: [SECRET],
        externalId: SECRET,
        customFields: { secret: SECRET },
        ownerId: admin.tenant.userId,
      },
    });
    await article({ title: `Internal ${SECRET}`, visibility: 'internal', categoryId: hidden });
    await article({ title: `Draft ${SECRET}`, categoryId: hidden }, false);
    const archived = await article({ title: `Archived ${SECRET}` });
    await admin.post(`${ARTICLES}/${archived}/archive`, { body: {} });
    const deleted = await article({ title: `Deleted ${SECRET}` });
    await admin.delete(`${ARTICLES}/${deleted}`);
    await admin.patch(`${ARTICLES}/${shown}`, { body: { title: SECRET, body: SECRET, summary: SECRET } });

    const categories = await read('categories');
    expect(categories.body).toEqual({
      items: [
        { slug: 'guides', name: 'Guides', description: 'How to', parent: null, position: 1, articleCount: 1 },
        { slug: 'plants', name: 'Plants', description: null, parent: 'guides', position: 0, articleCount: 1 },
      ],
    });
    const list = await read('articles?category=guides');
    const head = {
      slug: 'watering',
      title: 'Watering',
      summary: 'When',
      category: 'plants',
      locale: 'en-US',
    };
    expect(list.body).toMatchObject({ items: [head], totalCount: 1 });
    const one = await read('articles/watering');
    expect(one.body).toEqual({
      ...head,
      publishedAt: expect.any(String),
      html: '<h1>Water</h1>\n<p>Not too <strong>much</strong>.</p>\n',
      path: [
        { slug: 'guides', name: 'Guides' },
        { slug: 'plants', name: 'Plants' },
      ],
    });
    const found = await read('search?q=water');
    expect(found.body).toMatchObject({
      items: [{ slug: 'watering', snippet: expect.stringContaining('<mark>Water</mark>') }],
    });
    const all = [categories, list, one, found, await read('articles'), await read(`search?q=${SECRET}`)];
    const everything = JSON.stringify(all.map(({ body, headers }) => [body, [...headers]]));
    for (const secret of [
      SECRET,
      admin.tenant.userId,
      admin.tenant.tenantId,
      admin.tenant.email,
      shown,
      child,
    ])
      expect(everything).not.toContain(secret);
    for (const missing of [
      ...['articles/internal-canary4b1d', 'articles/draft-canary4b1d', 'articles/archived-canary4b1d'],
      ...[
        'articles/deleted-canary4b1d',
        'articles/nothing',
        `articles/${shown}`,
        `articles?category=${SECRET}`,
      ],
    ])
      expect(told(await read(missing))).toMatchObject([404, { code: 'NOT_FOUND' }]);
    // What is made internal is so at once, without being published anew.
    await admin.patch(`${ARTICLES}/${shown}`, { body: { visibility: 'internal' } });
    expect((await read('articles/watering')).status).toBe(404);
    expect(slugsOf(await read('search?q=water'))).toEqual([]);
    expect((await read('categories')).body).toEqual({ items: [] });
  });

  it('lists the latest first, of one language and below one category if asked', async () => {
    const categoryId = await made(admin, CATEGORIES, { name: 'Narrow' });
    const [one, other] = [
      await article({ title: 'Narrow one', body: 'Narrowword', categoryId }, false),
      await article({ title: 'Narrow other', body: 'Narrowword', locale: 'de-DE' }, false),
    ];
    for (const id of [other, one]) await admin.post(`${ARTICLES}/${id}/publish`, { body: {} });
    expect(slugsOf(await read('articles')).slice(0, 2)).toEqual(['narrow-one', 'narrow-other']);
    expect((await read('articles?pageSize=1&page=2')).body).toMatchObject({
      items: [{ slug: 'narrow-other' }],
    });
    expect(slugsOf(await read('articles?locale=de-DE'))).toEqual(['narrow-other']);
    expect(slugsOf(await read('search?q=narrowword&category=narrow'))).toEqual(['narrow-one']);
    expect(slugsOf(await read('search?q=narrowword&locale=de-DE'))).toEqual(['narrow-other']);
    // Another language holds at once, also for how the words of what is published are found.
    await article({ title: 'Language', body: 'Die Bäume', locale: 'en-US' });
    expect(slugsOf(await read('search?q=b%C3%A4umen'))).toEqual([]);
    const { items } = (await admin.get<Items>(`${ARTICLES}?slug=language`)).body;
    const path = `${ARTICLES}/${String(items[0]?.['id'])}`;
    expect((await admin.patch(path, { body: { locale: 'de-AT' } })).body).toMatchObject({
      hasChanges: false,
    });
    expect(slugsOf(await read('search?q=b%C3%A4umen'))).toEqual(['language']);
  });

  it('says the same of a slug that nobody has and of one whose tenant shows nothing', async () => {
    const other = await api().register('Closed shop');
    const closed = await slugOf(other);
    await made(other, ARTICLES, { title: 'There', body: 'X', visibility: 'public' });
    const paths = ['categories', 'articles', 'articles/there', 'search?q=there'];
    const ask = (whose: string, path: string) => stranger.get(`/api/public/knowledge-base/${whose}/${path}`);
    for (const path of paths) {
      const unknown = told(await ask('nobody-has-this', path));
      expect(unknown).toMatchObject([404, { code: 'NOT_FOUND', message: 'Knowledge base not found' }]);
      for (const whose of [closed, other.tenant.tenantId, 'Not%20a%20slug', '..%2fadmin'])
        expect({ whose, told: told(await ask(whose, path)) }).toEqual({ whose, told: unknown });
    }
    await other.patch('/api/settings', { body: { publicKnowledgeBase: true } });
    expect((await ask(closed, 'articles')).status).toBe(200);
    await other.delete(`/api/organizations/${other.tenant.tenantId}`);
    expect((await ask(closed, 'articles')).status).toBe(404);
  });

  it('may be kept by caches for a minute, and is told of by its ETag', async () => {
    const id = await article({ title: 'Cached' });
    for (const path of ['categories', 'articles', 'articles/cached', 'search?q=cached']) {
      const { headers, status } = await read(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=60']);
      expect(headers.get('vary')?.toLowerCase()).toContain('x-response-envelope');
      const etag = headers.get('etag') ?? '';
      const known = { headers: { 'if-none-match': `"other", W/${etag}` } };
      expect((await stranger.get(`${root}/${path}`, known)).status).toBe(304);
      const enveloped = await stranger.get(`${root}/${path}`, { headers: { 'x-response-envelope': 'true' } });
      expect(enveloped).toMatchObject({ status: 200, body: { success: true } });
      expect(enveloped.headers.get('etag')).not.toBe(etag);
    }
    const { headers } = await read('articles/cached');
    await admin.patch(`${ARTICLES}/${id}`, { body: { body: 'Other' } });
    const same = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
    expect((await stranger.get(`${root}/articles/cached`, same)).status).toBe(304);
    await admin.post(`${ARTICLES}/${id}/publish`, { body: {} });
    expect((await stranger.get(`${root}/articles/cached`, same)).status).toBe(200);
    expect((await read('articles/none')).headers.get('cache-control')).toBe('no-store');
  });

  it('is found by the words of its language, by the beginning of the last, with them marked and all else escaped', async () => {
    const german = await article({
      ...{ title: 'Die Häuser', locale: 'de-DE', body: 'Wir bauen Häuser & 1 < 2 für "alle".' },
    });
    await article({
      title: 'Building',
      body: 'We were building many gardens, said `<script>alert(1)</script>`.',
    });
    await article({ title: 'Gardens', summary: 'All of gardens', body: 'Gardens.' });
    const hits = async (query: string) => (await read(`search?${query}`)).body.items;
    const [house] = await hits('q=haus');
    expect(house).toMatchObject({ slug: 'die-hauser' });
    expect(house?.['snippet']).toContain('<mark>Häuser</mark> &amp; 1 &lt; 2 für &quot;alle');
    expect(await hits('q=HAUSER')).toHaveLength(1);
    expect((await hits('q=garden')).map((hit) => hit['slug'])).toEqual(['gardens', 'building']);
    expect((await hits('q=build%20gard')).map((hit) => hit['slug'])).toEqual(['building']);
    expect((await hits('q=garden%20-building')).map((hit) => hit['slug'])).toEqual(['gardens']);
    expect(await hits('q=%22many%20gardens%22')).toHaveLength(1);
    expect(await hits('q=garden&locale=de-DE')).toEqual([]);
    expect(JSON.stringify(await hits('q=alert'))).toContain('&lt;script&gt;<mark>alert</mark>(1)&lt;/script');
    for (const odd of ['%27', '%22', '%26%7C!()%3A*', '%5C', '%3C%3E', '-', 'or', '%F0%9F%98%80'])
      expect([odd, (await read(`search?q=${odd}`)).status]).toEqual([odd, 200]);
    for (const bad of [
      'q=',
      'q=%20',
      'q=a%00b',
      `q=${'x'.repeat(201)}`,
      'q=a&pageSize=51',
      'q=a&page=99',
      'q=a&other=1',
      'q=a&q=b',
    ])
      expect([bad, (await read(`search?${bad}`)).status]).toEqual([bad, 400]);
    const inside = await admin.get<Items>('/api/knowledge-base/search?q=haus');
    expect(inside.body).toMatchObject({ items: [{ id: german, visibility: 'public' }], totalCount: 1 });
    const everywhere = await admin.get<Items>('/api/search?q=H%C3%A4user');
    expect(everywhere.body).toMatchObject({
      items: [{ resource: 'articles', id: german, title: 'Die Häuser' }],
    });
  });

  it('never holds a script that somebody has written into Markdown, a title or a summary', async () => {
    const body = XSS_PAYLOADS.filter((payload) => !payload.includes('\u0000')).join('\n\n');
    const evil = '<img src=x onerror=alert(1)>';
    await article({ title: 'Evil', body: `${body}\n\n[x](javascript:alert(1)) evilword`, summary: evil });
    const { html } = (await read('articles/evil')).body;
    expect(String(html)).toContain('nofollow noopener');
    expect(readHtml(String(html)).faults).toEqual([]);
    const [hit] = (await read('search?q=evilword')).body.items;
    expect(String(hit?.['snippet']).replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>]/);
  });

  it('is called by a slug of the name, which its members change, and which no other can take', async () => {
    expect(slug).toBe('unique-garten-co');
    const namesake = await api().register('Ünïque Gärten & Co');
    expect(await slugOf(namesake)).toMatch(/^unique-garten-co-[0-9a-f]{6,8}$/);
    const next = unique('renamed');
    expect(await rename(admin, next)).toMatchObject({ status: 200, body: { slug: next } });
    // Links that are out there lead on.
    for (const known of [slug, next])
      expect((await stranger.get(`/api/public/knowledge-base/${known}/categories`)).status).toBe(200);
    const taken = { status: 409, body: { error: { code: 'DUPLICATE', details: [{ field: 'slug' }] } } };
    for (const theirs of [slug, next]) expect(await rename(namesake, theirs)).toMatchObject(taken);
    for (const bad of ['admin', 'www', 'Upper', 'a b', '', '-a', 'a--b'])
      expect([bad, (await rename(namesake, bad)).status]).toEqual([bad, 422]);
    expect(await rename(admin, slug)).toMatchObject({ status: 200, body: { slug } });
    const raced = unique('raced');
    const answers = await Promise.all([rename(admin, raced), rename(namesake, raced)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const admins = await api().register('Admin');
    expect(await slugOf(admins)).toMatch(/^admin-[0-9a-f]{6,8}$/);
    for (let count = 0; count < 20; count += 1) await rename(namesake, unique('churned'));
    expect(await rename(namesake, unique('churned'))).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
  });

  it('is limited per address, apart from logins', async () => {
    const { headers } = await read('categories');
    expect(headers.get('x-ratelimit-limit')).toBe('300');
    let refused: ApiAnswer | undefined;
    for (let round = 0; refused === undefined && round < 30; round += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => read('articles/none')));
      refused = answers.find(({ status }) => status === 429);
    }
    expect(refused?.headers.get('cache-control')).toBe('private, no-cache');
    const { email, password } = admin.tenant;
    expect((await stranger.post('/api/auth/login', { body: { email, password } })).status).toBe(200);
  });
});
