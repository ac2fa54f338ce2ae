import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { fillPath, listRoutes, type ProductRoute } from '../support/routes.js';
import { useTestProduct } from '../support/use-test-product.js';

/** So many for each route: with more routes it takes more to make as many records. */
const REQUESTS_PER_ROUTE = 2;
const AT_ONCE = 16;
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';
/** Built-in roles have the same id in every tenant. */
const BUILT_IN = '00000000-0000-7000-8000-';
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

interface Side {
  readonly client: ApiClient & { readonly tenant: RegisteredTenant };
  readonly canary: string;
  /** Of records it may name in paths. */
  readonly ids: string[];
  /** What it was told, without the paths it asked for. */
  readonly answers: string[];
  readonly statuses: Set<number>;
}

/** A reproducible stream of numbers from 0 to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function withoutPath({ body, headers }: ApiAnswer): string {
  const { path: _path, meta: _meta, ...rest } = (body as Record<string, unknown> | undefined) ?? {};
  return JSON.stringify([rest, headers.get('etag'), headers.get('location')]);
}

describe('two tenants hammered at once', () => {
  const { product, api } = useTestProduct({ TENANT_CONNECTIONS: '6' });
  let sides: readonly [Side, Side];
  let routes: readonly ProductRoute[];

  beforeAll(async () => {
    const start = async (canary: string): Promise<Side> => ({
      client: await api().register(canary),
      canary,
      ids: [],
      answers: [],
      statuses: new Set(),
    });
    sides = [await start('canary-of-the-first'), await start('canary-of-the-second')];
    routes = listRoutes(product().app).filter(
      ({ path }) => !/\/auth\/(register|login|refresh|logout)/.test(path),
    );
  });

  function bodyFor(route: ProductRoute, { canary, client, ids }: Side, random: () => number): unknown {
    const text = `${canary}-${Math.floor(random() * 1e9)}`;
    if (route.path.endsWith('/revert')) return { version: 1 };
    if (/\/(link|erase|subject-export|undo)$/.test(route.path)) return {};
    if (route.path.endsWith('/merge')) return { ids: [NOBODYS_ID] };
    if (route.path.endsWith('/attachments/:id')) return { name: text };
    if (route.path.endsWith('/relationships'))
      return { contactId: ids.at(-1) ?? NOBODYS_ID, kind: 'friend', note: text };
    if (route.path.includes('/consents/')) return { status: 'granted', source: text };
    if (/\/(companies|contacts)\/:\w+$/.test(route.path) && route.path.includes(':id/'))
      return { role: text };
    if (/\/(test|replay|deliveries\/search|enable|rotate)$/.test(route.path)) return {};
    if (route.path.endsWith('/recover')) return { since: new Date(Date.now() - 60_000).toISOString() };
    if (route.path.endsWith('/disable')) return { reason: text };
    if (route.path.includes('webhooks')) {
      return { url: `https://${canary}.example.com/hook`, events: ['*'], description: text, enabled: false };
    }
    if (/\/(api-keys|roles)/.test(route.path)) return { name: text, permissions: ['leads:read'] };
    if (route.path.endsWith('/tickets/:id/comments')) return { body: text, tags: [canary] };
    if (route.path.includes('ticket-comments')) return { body: text, recordId: ids.at(-1) ?? NOBODYS_ID };
    if (route.path === '/api/tickets/:id/assign') return { ownerId: null };
    if (/\/(assign|convert|reopen)$/.test(route.path)) return {};
    if (route.path.includes('ticket-queues')) return { name: text, description: canary };
    if (route.path.includes('/tickets')) return { subject: text, description: canary };
    if (route.path.endsWith('/notifications/:id')) return { isRead: true };
    if (route.path.includes('notifications')) return route.method === 'PATCH' ? { kinds: [] } : {};
    if (route.path.includes('duplicate-rules')) {
      const conditions = [{ field: 'email', match: 'exact' }];
      return { name: text, resource: 'leads', enabled: false, conditions };
    }
    if (route.path.includes('business-hours'))
      return { name: text, timeZone: 'UTC', days: { monday: [{ from: '09:00', to: '17:00' }] } };
    if (route.path.includes('sla-policies'))
      return {
        ...{ name: text, resource: 'lead', description: canary, targets: [{ resolution: 60 }] },
        active: random() < 0.2,
      };
    if (route.path.includes('assignment-rules'))
      return { name: text, enabled: false, userIds: [client.tenant.userId] };
    if (/\/(activities|interactions)/.test(route.path)) return { kind: 'note', subject: text };
    if (route.path.includes('/tasks')) return { title: text };
    if (route.path.includes('/notes')) return { body: text };
    if (route.path.endsWith('/occurrences/:start')) return { title: text };
    if (route.path.includes('/calendar/events'))
      return { title: text, startsAt: '2027-05-03T09:00:00.000Z', location: canary };
    if (/\/(publish|unpublish|archive|versions\/:number\/restore)$/.test(route.path)) return {};
    if (route.path.includes('knowledge-base/articles')) return { title: text, body: canary };
    if (route.path.includes('knowledge-base/categories')) return { name: text, description: canary };
    if (route.path.includes('custom-fields')) {
      const key = `key${Math.floor(random() * 1e9)}`;
      return { resource: 'leads', key, label: text, type: 'text' };
    }
    if (route.path.includes('teams')) return { name: text };
    if (route.path.includes('organizations')) return { name: text };
    if (route.path.endsWith('/settings')) return { retentionDays: 30 + Math.floor(random() * 1_000) };
    if (route.path.endsWith('/switch-tenant')) return { tenantId: client.tenant.tenantId };
    if (route.path.endsWith('/users/me')) return { name: text };
    if (route.path.endsWith('/users/:id')) return { role: 'Manager' };
    if (route.path.includes('users')) return { email: `${text}@example.com`, name: text, role: 'User' };
    const externalId = random() < 0.3 ? 'the-same-in-both' : null;
    if (route.path.endsWith('/tags/apply')) return { resource: 'leads', ids: [], add: [text] };
    if (/\/api\/views/.test(route.path)) return { name: text, resource: 'leads', search: canary };
    if (/\/api\/tags/.test(route.path)) return { name: text, description: canary };
    if (route.path.endsWith('/reprice')) return {};
    if (route.path.includes('quotas'))
      return { period: 'month', startsOn: '2027-01-01', amount: 1, tags: [canary] };
    if (/line-items|entries/.test(route.path)) {
      const id = ids.at(-1) ?? NOBODYS_ID;
      const price = route.path.includes('entries') ? { productId: id } : { name: text };
      if (route.path.includes(':id/')) return { ...price, unitPrice: 1 };
      return { ...price, unitPrice: 1, ...('name' in price ? { dealId: id } : { priceBookId: id }) };
    }
    if (/\/(products|price-books)/.test(route.path))
      return { name: text, description: canary, externalId, currency: 'EUR' };
    if (/\/stages/.test(route.path))
      return route.path.endsWith('/order') ? { stageIds: ids.slice(-1) } : { name: text };
    if (route.path.endsWith('/stage')) return { stage: 'Qualified', description: text };
    if (route.path.endsWith('/reopen')) return {};
    if (/deals|opportunities|pipelines/.test(route.path))
      return { name: text, description: canary, externalId };
    if (route.path.includes('companies')) return { name: text, industry: canary, externalId };
    if (/contacts|clients|customers/.test(route.path))
      return { lastName: text, jobTitle: canary, externalId };
    return { lastName: text, company: canary, externalId };
  }

  async function step(side: Side, other: Side, random: () => number, index: number): Promise<void> {
    const pick = <Item>(items: readonly Item[]): Item | undefined =>
      items[Math.floor(random() * items.length)];
    const route = pick(routes);
    if (route === undefined) return;
    // Now and then it asks for what belongs to the other one.
    const isTheirs = route.path.includes(':') && other.ids.length > 0 && random() < 0.3;
    const path = fillPath(route.path, (isTheirs ? pick(other.ids) : pick(side.ids)) ?? 'none');
    const isWrite = route.method !== 'GET' && route.method !== 'DELETE';
    const isList = route.method === 'GET' && route.path === '/api/leads';
    const query = isList
      ? (pick(['', '?search=canary', '?limit=3', '?externalId=the-same-in-both', '?envelope=true']) ?? '')
      : '';
    const answer = await side.client.request(route.method, path + query, {
      ...(isWrite && { body: bodyFor(route, side, random) }),
      headers: isWrite && random() < 0.3 ? { 'idempotency-key': `shared-${index}` } : {},
    });
    side.statuses.add(answer.status);
    side.answers.push(withoutPath(answer));
    if (isTheirs) expect({ path, status: answer.status }).toEqual({ path, status: 404 });
    if (answer.status === 201) side.ids.push(String(answer.body['id']));
  }

  async function hammer(side: Side, other: Side, seed: number): Promise<void> {
    const random = randomNumbers(seed);
    let index = 0;
    const worker = async (): Promise<void> => {
      while (index < routes.length * REQUESTS_PER_ROUTE) await step(side, other, random, (index += 1));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  it('never see each other', async () => {
    const [first, second] = sides;
    await Promise.all([hammer(first, second, 1), hammer(second, first, 2)]);
    for (const [side, other] of [[first, second] as const, [second, first] as const]) {
      const { tenantId, userId, email } = other.client.tenant;
      const everything = side.answers.join('\n');
      for (const foreign of [tenantId, userId, email, other.canary])
        expect(everything).not.toContain(foreign);
      const known = new Set(other.answers.join('\n').match(ID) ?? []);
      const shared = (everything.match(ID) ?? []).filter((id) => known.has(id) && !id.startsWith(BUILT_IN));
      expect(shared).toEqual([]);
      // The hammer has struck: it made, saw, missed and clashed, and nothing broke.
      expect(side.ids.length).toBeGreaterThan(20);
      expect(everything).toContain(side.canary);
      expect([...side.statuses]).toEqual(expect.arrayContaining([200, 201, 404]));
      expect([...side.statuses].filter((status) => status >= 500)).toEqual([]);
    }
  }, 60_000);
});
