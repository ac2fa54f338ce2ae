import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface List {
  readonly items: Record<string, unknown>[];
  readonly totalCount: number;
}

describe('what a contact consents to', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const makeContact = async (): Promise<string> =>
    String((await admin.post('/api/contacts', { body: { lastName: 'Morgan' } })).body['id']);
  const decide = (
    contact: string,
    purpose: string,
    body: Readonly<Record<string, unknown>>,
    client = admin,
  ) => client.put(`/api/contacts/${contact}/consents/${purpose}`, { body });
  const contactOf = async (id: string) => (await admin.get(`/api/contacts/${id}`)).body;
  const historyOf = async (id: string) =>
    (await admin.get<List>(`/api/contacts/${id}/consents/history`)).body;

  it('is what was decided last, with all that was decided before', async () => {
    const contact = await makeContact();
    const granted = { status: 'granted', source: 'Newsletter form', at: '2024-01-01T00:00:00Z' };
    expect(await decide(contact, 'marketingEmail', granted)).toMatchObject({
      status: 200,
      body: { purpose: 'marketingEmail', legalBasis: 'consent', at: '2024-01-01T00:00:00.000Z', note: null },
    });
    expect(await contactOf(contact)).toMatchObject({ consentedTo: ['marketingEmail'], version: 2 });
    const found = await admin.get<List>('/api/contacts?consentedTo=marketingEmail');
    expect(found.body.items.map(({ id }) => id)).toEqual([contact]);
    // The same again is kept once.
    await decide(contact, 'marketingEmail', granted);
    expect(await contactOf(contact)).toMatchObject({ version: 2 });
    const withdrawn = { status: 'withdrawn', at: '2024-03-01T00:00:00Z', note: 'By telephone' };
    await decide(contact, 'marketingEmail', withdrawn);
    await decide(contact, 'sms', { status: 'denied' });
    // To be told of, it need not change what is consented to.
    expect(await contactOf(contact)).toMatchObject({ consentedTo: [], version: 4 });
    const now = await admin.get<List>(`/api/contacts/${contact}/consents`);
    expect(now.body.items.map(({ purpose, status }) => [purpose, status])).toEqual([
      ['marketingEmail', 'withdrawn'],
      ['sms', 'denied'],
    ]);
    expect(await historyOf(contact)).toMatchObject({
      totalCount: 3,
      items: [{ purpose: 'sms' }, { status: 'withdrawn' }, { status: 'granted' }],
    });
  });

  it('stays withdrawn when an older grant, or one of the same moment, is recorded late', async () => {
    const contact = await makeContact();
    await decide(contact, 'phone', { status: 'withdrawn', at: '2024-03-01T00:00:00Z' });
    for (const at of ['2024-02-29T23:59:59.999Z', '2024-03-01T00:00:00Z']) {
      const late = await decide(contact, 'phone', { status: 'granted', at });
      expect(late).toMatchObject({ status: 200, body: { status: 'withdrawn' } });
    }
    expect(await contactOf(contact)).toMatchObject({ consentedTo: [], version: 4 });
    expect((await historyOf(contact)).totalCount).toBe(3);
    await decide(contact, 'phone', { status: 'granted', at: '2024-03-01T00:00:00.001Z' });
    expect(await contactOf(contact)).toMatchObject({ consentedTo: ['phone'] });
  });

  it('loses no decision when many are recorded at once', async () => {
    const contact = await makeContact();
    const purposes = ['marketingEmail', 'sms', 'phone', 'postalMail', 'profiling', 'dataSharing'];
    const answers = await Promise.all(
      purposes.map((purpose) => decide(contact, purpose, { status: 'granted' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(purposes.map(() => 200));
    const { consentedTo, version } = await contactOf(contact);
    expect([...(consentedTo as string[])].sort()).toEqual([...purposes].sort());
    expect(version).toBe(7);
  });

  it.each([
    ['status', {}],
    ['status', { status: 'maybe' }],
    ['legalBasis', { status: 'granted', legalBasis: 'none' }],
    ['at', { status: 'granted', at: '2999-01-01T00:00:00Z' }],
    ['at', { status: 'granted', at: 'yesterday' }],
    ['purpose', { status: 'granted', purpose: 'sms' }],
  ])('is refused for its %s: %j', async (field, body) => {
    const contact = await makeContact();
    expect(await decide(contact, 'sms', body)).toMatchObject({
      status: 422,
      body: { error: { details: [{ field }] } },
    });
    expect(await historyOf(contact)).toMatchObject({ totalCount: 0 });
    expect(await contactOf(contact)).toMatchObject({ version: 1 });
  });

  it('is not found for a purpose that does not exist', async () => {
    const contact = await makeContact();
    expect((await decide(contact, 'world-peace', { status: 'granted' })).status).toBe(404);
  });

  it('is hidden with the field that sums it up, and protected with it', async () => {
    const contact = await makeContact();
    await decide(contact, 'sms', { status: 'granted' });
    for (const [name, rule] of [['Blind', 'hidden'] as const, ['Reader', 'read-only'] as const]) {
      const fieldRules = { contacts: { consentedTo: rule } };
      await admin.post('/api/roles', { body: { name, permissions: ['*:*'], fieldRules } });
      const member = await addMember(admin, name);
      const status = rule === 'hidden' ? 403 : 200;
      expect((await member.get(`/api/contacts/${contact}/consents`)).status).toBe(status);
      expect((await member.get(`/api/contacts/${contact}/consents/history`)).status).toBe(status);
      expect((await decide(contact, 'sms', { status: 'denied' }, member)).status).toBe(403);
    }
    expect(await contactOf(contact)).toMatchObject({ consentedTo: ['sms'], version: 2 });
  });
});
