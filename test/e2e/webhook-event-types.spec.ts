import { beforeAll, describe, expect, it } from '@jest/globals';
import { WebhookProof, webhookAjv } from '../support/webhook-proof.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface EventType {
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly schema: Record<string, unknown>;
  readonly example: Record<string, unknown> & {
    readonly type: string;
    readonly data: Record<string, unknown>;
  };
}

describe('the catalogue of events', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function all(client: ApiClient): Promise<EventType[]> {
    const { body } = await client.get<{ items: EventType[] }>('/api/webhooks/event-types?pageSize=200');
    return body.items;
  }

  it('has every event that one may subscribe to, each with a schema and an example of it', async () => {
    const types = await all(admin);
    const names = types.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['lead.created', 'lead.converted', 'company.deleted', 'webhook.ping']),
    );
    expect(new Set(names).size).toBe(names.length);
    const ajv = webhookAjv();
    for (const { name, description, version, schema, example } of types) {
      const validate = ajv.compile(schema);
      const isValid = validate(example);
      expect({ name, errors: validate.errors, isValid }).toEqual({ name, errors: null, isValid: true });
      expect({ description, version }).toEqual({
        description: expect.stringMatching(/^(A|An|Of) /),
        version: 1,
      });
      expect(example.type).toBe(name);
    }
    const events = names.filter((name) => name !== 'webhook.ping');
    const body = { url: 'https://example.com/hook', events };
    expect((await admin.post('/api/webhooks', { body })).status).toBe(201);
    const ping = await admin.post('/api/webhooks', { body: { ...body, events: ['webhook.ping'] } });
    expect(ping.status).toBe(422);
  });

  it('is read page by page, or one by one', async () => {
    const first = await admin.get('/api/webhooks/event-types?pageSize=2&page=2');
    expect(first.body).toMatchObject({ page: 2, pageSize: 2, hasPreviousPage: true });
    expect(first.body['items']).toHaveLength(2);
    const one = await admin.get('/api/webhooks/event-types/lead.updated');
    expect(one).toMatchObject({ status: 200, body: { name: 'lead.updated', version: 1 } });
    for (const name of ['lead.exploded', 'lead', '*', 'toString'])
      expect((await admin.get(`/api/webhooks/event-types/${name}`)).status).toBe(404);
    expect((await admin.get('/api/webhooks/event-types?pageSize=201')).status).toBe(400);
  });

  it("shows the tenant's own fields, and nothing of what is hidden from the caller", async () => {
    const field = { resource: 'leads', key: 'tier', label: 'Tier', type: 'number' };
    expect((await admin.post('/api/custom-fields', { body: field })).status).toBe(201);
    const type = (await admin.get<EventType>('/api/webhooks/event-types/lead.created')).body;
    expect(type.schema).toMatchObject({
      properties: {
        data: { properties: { customFields: { properties: { tier: { type: 'number' } } }, phone: {} } },
        previous: { properties: { phone: {} } },
      },
    });
    const role = { name: 'Blind', permissions: ['*:*'], fieldRules: { leads: { phone: 'hidden' } } };
    expect((await admin.post('/api/roles', { body: role })).status).toBe(201);
    const blind = await addMember(admin, 'Blind');
    const theirs = (await blind.get('/api/webhooks/event-types/lead.created')).body;
    expect(JSON.stringify(theirs)).toContain('customFields');
    expect(JSON.stringify(theirs)).not.toContain('phone');
  });

  it('is what webhooks are held against: a planted field, type or event is a violation', async () => {
    const types = await all(admin);
    const { example } = types.find(({ name }) => name === 'lead.updated') ?? {};
    if (example === undefined) throw new Error('no lead.updated');
    const proof = new WebhookProof(types);
    proof.check(example);
    expect(proof.violations).toEqual([]);
    for (const planted of [
      { ...example, data: { ...example.data, passwordHash: 'x' } },
      { ...example, data: { ...example.data, version: '1' } },
      { ...example, data: { ...example.data, status: 'Sold' } },
      { ...example, previous: { colour: 'red' } },
      { ...example, secret: 'x' },
      { ...example, type: 'lead.exploded' },
    ])
      proof.check(planted);
    expect(proof.violations).toHaveLength(6);
  });
});
