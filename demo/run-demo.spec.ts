import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describe as closingLines, runDemo } from './run-demo.js';

type Item = Record<string, unknown>;

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** As much of the API as the demo calls, delivering at once instead of through a queue. */
class StandInApi {
  readonly stored: Record<string, Item[]> = {
    users: [],
    teams: [],
    companies: [],
    webhooks: [],
    leads: [],
    products: [],
    'price-books': [],
    'price-book-entries': [],
    pipelines: [],
    'custom-fields': [],
    deals: [],
    'line-items': [],
  };
  registered = false;
  /** Which deliveries go wrong, by their number. */
  tampered = new Set<number>();
  lost = new Set<number>();
  /** Which items of upserts are refused, by their external id. */
  refused = new Set<string>();
  url = '';
  private sent = 0;
  private readonly server = createServer((request, response) => {
    void (async () => {
      const body = request.headers['content-type'] ? ((await json(request)) as Item) : {};
      const [status, answer] = await this.answer(request.method ?? '', request.url ?? '', body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    })();
  });

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (address !== null && typeof address !== 'string') this.url = `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(method: string, target: string, body: Item): Promise<[number, unknown?]> {
    const { pathname, searchParams } = new URL(target, 'http://localhost');
    const [, , resource = '', id] = pathname.split('/');
    if (resource === 'auth') return this.authenticate(id);
    if (method === 'PUT') {
      const replaces = searchParams.get('policy') === 'upsert';
      const [items = []] = Object.values(body) as Item[][];
      const known = new Map(this.stored[resource]?.map((item) => [item['externalId'], item]));
      const upserts = items.map((item, index) =>
        this.upsert(resource, item, index, replaces, known.get(item['externalId'])),
      );
      return [200, { results: await Promise.all(upserts) }];
    }
    const items = this.stored[resource] ?? [];
    if (method === 'GET') {
      const from = (Number(searchParams.get('page')) - 1) * 200;
      return [200, { items: items.slice(from, from + 200), hasNextPage: items.length > from + 200 }];
    }
    if (method === 'DELETE') {
      this.stored[resource] = items.filter((item) => item['id'] !== id);
      return [204];
    }
    const item =
      method === 'PATCH' ? items.find((candidate) => candidate['id'] === id) : { id: randomUUID() };
    if (!item) return [404, { error: { code: 'NOT_FOUND', message: 'no such record' } }];
    Object.assign(item, body);
    if (method === 'POST') items.push(item);
    return [method === 'POST' ? 201 : 200, resource === 'webhooks' ? { ...item, secret: SECRET } : item];
  }

  private async upsert(
    resource: string,
    item: Item,
    index: number,
    replaces: boolean,
    found: Item | undefined,
  ): Promise<Item> {
    if (this.refused.has(String(item['externalId'])))
      return { index, status: 422, id: null, error: { code: 'VALIDATION_ERROR', message: 'is refused' } };
    const items = this.stored[resource] ?? [];
    const record = found ?? { id: randomUUID() };
    const before = JSON.stringify(record);
    Object.assign(record, replaces ? { ...record, ...item } : { ...item, ...record });
    if (!found) items.push(record);
    const isChanged = JSON.stringify(record) !== before;
    if (resource === 'leads' && isChanged)
      await this.deliver(found ? 'lead.updated' : 'lead.created', record);
    return { index, status: found ? 200 : 201, id: record['id'] };
  }

  private authenticate(operation: string | undefined): [number, unknown] {
    if (operation === 'register' && this.registered) {
      return [409, { error: { code: 'DUPLICATE', message: 'e-mail in use' } }];
    }
    this.registered = true;
    return [operation === 'register' ? 201 : 200, { token: 'token' }];
  }

  private async deliver(type: string, data: Item): Promise<void> {
    const number = (this.sent += 1);
    const [webhook] = this.stored['webhooks'] ?? [];
    if (this.lost.has(number) || !(webhook?.['events'] as string[]).includes(type)) return;
    const id = randomUUID();
    const signed = JSON.stringify({ id, type, timestamp: new Date().toISOString(), data });
    const mac = createHmac('sha256', Buffer.from(SECRET.slice(6), 'base64')).update(`${id}.1.${signed}`);
    await fetch(String(webhook?.['url']), {
      method: 'POST',
      headers: {
        'webhook-id': id,
        'webhook-timestamp': '1',
        'webhook-signature': `v1,${mac.digest('base64')}`,
        'x-webhook-signature': createHmac('sha256', SECRET).update(signed).digest('hex'),
      },
      body: this.tampered.has(number) ? signed.replace('lead', 'laed') : signed,
    });
  }
}

let api: StandInApi;
let printed: string;
const output = { write: (text: string) => (printed += text) };

beforeEach(async () => {
  api = new StandInApi();
  printed = '';
  await api.listen();
});

afterEach(() => api.close());

describe('runDemo', () => {
  it('fills the tenant and verifies every delivery, then updates 50 leads when run again', async () => {
    const first = await runDemo(api.url, output);
    expect(first).toMatchObject({ created: 664, updated: 0, verified: 664, failures: [] });
    expect(api.stored['users']).toHaveLength(41);
    expect(api.stored['users']?.every((user) => user['teamId'] !== undefined)).toBe(true);
    expect(api.stored['teams']).toHaveLength(6);
    expect(api.stored['companies']).toHaveLength(85);
    expect(api.stored['companies']?.filter((company) => company['parentId'] !== undefined)).toHaveLength(15);
    const companies = new Map(api.stored['companies']?.map(({ id, name }) => [id, name]));
    for (const { ownerId, companyId, company } of api.stored['leads'] ?? [])
      expect([typeof ownerId, companies.get(companyId)]).toEqual(['string', company]);
    expect(printed).toContain('Leads 664/664\n');
    expect(api.stored['deals']).toHaveLength(8_800);
    expect(api.stored['line-items']).toHaveLength(8_800);
    expect(printed).toContain('1480 deals are about GTXPro');
    expect(closingLines(first, api.url)).toContain('Deliveries verified  664');

    const second = await runDemo(api.url, output);
    expect(second).toMatchObject({ created: 0, updated: 50, verified: 50, failures: [] });
    expect([
      api.stored['leads']?.length,
      api.stored['users']?.length,
      api.stored['webhooks']?.length,
      api.stored['teams']?.length,
      api.stored['companies']?.length,
      api.stored['deals']?.length,
      api.stored['pipelines']?.length,
    ]).toEqual([664, 41, 1, 6, 85, 8_800, 1]);
    expect(printed).toContain('logged in');
  });

  it('creates what an interrupted run left out', async () => {
    await runDemo(api.url, output);
    api.stored['leads']?.splice(100, 3);
    expect(await runDemo(api.url, output)).toMatchObject({ created: 3, verified: 3, failures: [] });
  });

  it('tells which items were refused', async () => {
    api.refused.add('account-acme-corporation');
    expect((await runDemo(api.url, output)).failures).toEqual([
      'companies account-acme-corporation: 422 VALIDATION_ERROR: is refused',
    ]);
  });

  it('reports deliveries that are forged or do not come', async () => {
    api.tampered.add(5);
    api.lost.add(9);
    const result = await runDemo(api.url, output, 50);
    expect(result).toMatchObject({ created: 664, verified: 662 });
    expect(result.failures).toEqual([
      '1 deliveries with a signature that does not hold',
      '2 deliveries did not arrive',
    ]);
  });
});
