import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Conversion {
  readonly lead: Record<string, unknown>;
  readonly contact: Record<string, unknown> | null;
  readonly company: Record<string, unknown> | null;
}

let count = 0;

describe('the conversion of a lead with custom fields', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  /** Of a company of its own. */
  function lead(more: Record<string, unknown>): Promise<string> {
    count += 1;
    const email = `ada@company-${process.pid}-${count}.example`;
    return made('/api/leads', {
      firstName: 'Ada',
      lastName: 'Doe',
      email,
      company: `Company ${count}`,
      ...more,
    });
  }

  const convert = (id: string, body: unknown = {}, caller = admin) =>
    caller.post<Conversion>(`/api/leads/${id}/convert`, { body });
  const total = async (path: string) => Number((await admin.get(path)).body['totalCount']);
  const totals = () =>
    Promise.all(['companies', 'contacts', 'activities'].map((name) => total(`/api/${name}`)));
  const define = (resource: string, key: string, type: string, more = {}) =>
    made('/api/custom-fields', { resource, key, label: key, type, ...more });
  const options = (...values: string[]) => ({ options: values.map((value) => ({ value, label: value })) });
  const customFields = { tier: 'gold', seats: 5, branch: 'north', size: 'big' };
  const fieldsOf = (record: Record<string, unknown> | null) => record?.['customFields'];

  beforeAll(async () => {
    admin = await api().register();
    await define('leads', 'tier', 'select', options('gold', 'lead only'));
    await define('contacts', 'tier', 'select', options('gold', 'silver'));
    await define('companies', 'tier', 'select', options('gold', 'silver'));
    for (const resource of ['leads', 'companies']) await define(resource, 'branch', 'text');
    await define('leads', 'seats', 'number');
    await define('contacts', 'seats', 'text');
    await define('leads', 'size', 'text');
  });

  it('takes those along that are of the same key and type: to the contact, else to the company', async () => {
    const { body } = await convert(await lead({ customFields }));
    expect(fieldsOf(body.contact)).toEqual({ tier: 'gold' });
    expect(fieldsOf(body.company)).toEqual({ branch: 'north' });
    expect(fieldsOf(body.lead)).toEqual(customFields);
    const nobody = { firstName: null, lastName: null, email: null };
    const only = await convert(await lead({ ...nobody, customFields }));
    expect(fieldsOf(only.body.company)).toEqual({ tier: 'gold', branch: 'north' });
    const company = { name: 'Sent with its own', customFields: { branch: 'south' } };
    const sent = await convert(await lead({ customFields }), { company });
    expect(fieldsOf(sent.body.company)).toEqual({ branch: 'south' });
  });

  it('fills what a contact lacks, and overwrites nothing', async () => {
    const email = `fill-${process.pid}@filled.example`;
    const stored = { seats: 'many' };
    await made('/api/contacts', { lastName: 'There', email, customFields: stored });
    const filled = await convert(await lead({ email, customFields }));
    expect(fieldsOf(filled.body.contact)).toEqual({ seats: 'many', tier: 'gold' });
    await admin.patch(`/api/contacts/${String(filled.body.contact?.['id'])}`, {
      body: { customFields: { tier: 'silver' } },
    });
    const kept = await convert(await lead({ email, customFields }));
    expect(fieldsOf(kept.body.contact)).toEqual({ seats: 'many', tier: 'silver' });
  });

  it('is refused for a value that the contact may not have, which is named', async () => {
    const id = await lead({ customFields: { tier: 'lead only' } });
    const before = await totals();
    expect(await convert(id)).toMatchObject({
      status: 422,
      body: {
        error: { details: [{ field: 'customFields.tier', message: 'must be one of gold, silver' }] },
      },
    });
    expect(await totals()).toEqual(before);
  });

  it('copies none that the caller may not see, or may not write there', async () => {
    const fieldRules = {
      leads: { 'customFields.branch': 'hidden' },
      contacts: { 'customFields.tier': 'read-only' },
    };
    await admin.post('/api/roles', { body: { name: 'Half blind', permissions: ['*:*'], fieldRules } });
    const restricted = await addMember(admin, 'Half blind');
    const { status, body } = await convert(await lead({ customFields }), {}, restricted);
    expect(status).toBe(200);
    expect([fieldsOf(body.contact), fieldsOf(body.company)]).toEqual([{}, {}]);
    expect(JSON.stringify(body)).not.toContain('north');
  });
});
