import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';
const RACERS = 20;

interface List {
  readonly items: Record<string, unknown>[];
  readonly totalCount: number;
}

describe('a contact and its companies', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const idOf = async (
    path: string,
    body: Readonly<Record<string, unknown>>,
    client = admin,
  ): Promise<string> => {
    const answer = await client.post(path, { body });
    expect(answer.status).toBe(201);
    return String(answer.body['id']);
  };
  const makeCompany = (name: string, client = admin) => idOf('/api/companies', { name }, client);
  const makeContact = (more = {}, client = admin) =>
    idOf('/api/contacts', { lastName: 'Morgan', ...more }, client);
  const link = (contact: string, company: string, body = {}, client = admin) =>
    client.post(`/api/contacts/${contact}/companies/${company}`, { body });
  const contactOf = async (id: string) => (await admin.get(`/api/contacts/${id}`)).body;
  const companiesOf = async (id: string) => (await admin.get<List>(`/api/contacts/${id}/companies`)).body;

  it('is associated by its primary company, and the other way round', async () => {
    const [first, second] = [await makeCompany('First'), await makeCompany('Second')];
    const contact = await makeContact({ primaryCompanyId: first });
    expect(await contactOf(contact)).toMatchObject({ companyIds: [first], version: 1 });
    expect(await companiesOf(contact)).toMatchObject({
      totalCount: 1,
      items: [{ companyId: first, companyName: 'First', isPrimary: true, role: null }],
    });
    const linked = await link(contact, second, { role: 'Board member' });
    expect(linked).toMatchObject({
      status: 200,
      body: {
        contactId: contact,
        companyId: second,
        companyName: 'Second',
        role: 'Board member',
        isPrimary: false,
      },
    });
    await admin.patch(`/api/contacts/${contact}`, { body: { primaryCompanyId: second } });
    expect(await contactOf(contact)).toMatchObject({
      primaryCompanyId: second,
      companyIds: [first, second],
      version: 3,
    });
    const { items } = await companiesOf(contact);
    expect(items.map(({ companyId, isPrimary, role }) => [companyId, isPrimary, role])).toEqual([
      [second, true, 'Board member'],
      [first, false, null],
    ]);
    await admin.patch(`/api/contacts/${contact}`, { body: { primaryCompanyId: null } });
    expect((await companiesOf(contact)).items.filter(({ isPrimary }) => isPrimary === true)).toEqual([]);
    expect(await contactOf(contact)).toMatchObject({ companyIds: [first, second], version: 4 });
  });

  it('is changed by an association once, however often it is asked for', async () => {
    const [company, contact] = [await makeCompany('Once'), await makeContact()];
    for (let time = 0; time < 2; time += 1) {
      expect((await link(contact, company, { role: 'Founder', isPrimary: true })).status).toBe(200);
      expect(await contactOf(contact)).toMatchObject({ primaryCompanyId: company, version: 2 });
    }
    // The role stands beside the contact, and is a change of it all the same.
    await link(contact, company, { role: 'Chair' });
    expect(await contactOf(contact)).toMatchObject({ primaryCompanyId: company, version: 3 });
    const log = await admin.get<List>(`/api/audit-logs?resource=contact&recordId=${contact}`);
    expect(log.body.items[0]).toMatchObject({
      action: 'contact.updated',
      changes: { companyIds: { old: [company], new: [company] } },
    });
    for (let time = 0; time < 2; time += 1) {
      expect((await admin.delete(`/api/companies/${company}/contacts/${contact}`)).status).toBe(204);
      expect(await contactOf(contact)).toMatchObject({ primaryCompanyId: null, companyIds: [], version: 4 });
    }
    expect(await companiesOf(contact)).toMatchObject({ totalCount: 0, items: [] });
  });

  it('has one primary company: a second is refused unless it is to replace the first', async () => {
    const [first, second] = [await makeCompany('First'), await makeCompany('Second')];
    const contact = await makeContact({ primaryCompanyId: first });
    expect(await link(contact, second, { isPrimary: true })).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT', details: [{ field: 'isPrimary' }] } },
    });
    expect(await contactOf(contact)).toMatchObject({ companyIds: [first], version: 1 });
    const replaced = await link(contact, second, { isPrimary: true, replacePrimary: true });
    expect(replaced).toMatchObject({ status: 200, body: { isPrimary: true } });
    expect(await contactOf(contact)).toMatchObject({ primaryCompanyId: second, companyIds: [first, second] });
    expect(await link(contact, second, { isPrimary: false })).toMatchObject({ body: { isPrimary: false } });
    expect(await contactOf(contact)).toMatchObject({ primaryCompanyId: null, companyIds: [first, second] });
  });

  it('has one primary company also when twenty would be it at once', async () => {
    const contact = await makeContact();
    const companies = await Promise.all(
      Array.from({ length: RACERS }, (_, index) => makeCompany(`Racer ${index}`)),
    );
    const answers = await Promise.all(
      companies.map((company) => link(contact, company, { isPrimary: true })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: RACERS - 1 }, () => 409)]);
    const winner = answers.find(({ status }) => status === 200)?.body['companyId'];
    expect(await contactOf(contact)).toMatchObject({
      primaryCompanyId: winner,
      companyIds: [winner],
      version: 2,
    });
    // And when each would replace it, all come, one after the other.
    const body = { isPrimary: true, replacePrimary: true };
    const replacing = await Promise.all(companies.map((company) => link(contact, company, body)));
    expect(replacing.map(({ status }) => status)).toEqual(replacing.map(() => 200));
    const { items, totalCount } = await companiesOf(contact);
    expect(totalCount).toBe(RACERS);
    const primary = items.filter(({ isPrimary }) => isPrimary === true).map(({ companyId }) => companyId);
    expect(primary).toEqual([(await contactOf(contact))['primaryCompanyId']]);
  });

  it("is found among a company's contacts, with the whole grammar of contacts", async () => {
    const company = await makeCompany('Listed');
    const alice = await makeContact({ firstName: 'Alice', primaryCompanyId: company });
    const bob = await makeContact({ firstName: 'Bob', status: 'qualified' });
    await makeContact({ firstName: 'Nobody' });
    await admin.post(`/api/companies/${company}/contacts/${bob}`);
    const path = `/api/companies/${company}/contacts`;
    const names = async (query: string) =>
      (await admin.get<List>(query)).body.items.map(({ firstName }) => firstName);
    expect(await names(`${path}?sortBy=firstName`)).toEqual(['Alice', 'Bob']);
    expect(await names(`${path}?status=qualified`)).toEqual(['Bob']);
    expect(await names(`${path}?search=ali`)).toEqual(['Alice']);
    expect(await names(`${path}?limit=1&sortBy=firstName&sortOrder=desc`)).toEqual(['Bob']);
    expect(await names(`/api/contacts?companyId=${company}&sortBy=firstName`)).toEqual(['Alice', 'Bob']);
    expect(await names(`/api/contacts?primaryCompanyId=${company}`)).toEqual(['Alice']);
    for (const query of [`companyIds=${NOBODYS_ID}`, 'colour=red'])
      expect((await admin.get(`${path}?${query}`)).status).toBe(400);
    // A company that is deleted keeps its associations for the day it comes back.
    await admin.delete(`/api/companies/${company}`);
    expect((await admin.get(path)).status).toBe(404);
    expect(await contactOf(alice)).toMatchObject({ primaryCompanyId: company, version: 1 });
    await admin.post(`/api/companies/${company}/restore`);
    expect(await names(`${path}?sortBy=firstName`)).toEqual(['Alice', 'Bob']);
  });

  it('is associated with nothing that is not there', async () => {
    const [company, contact] = [await makeCompany('There'), await makeContact()];
    await admin.delete(`/api/companies/${company}`);
    for (const gone of [company, NOBODYS_ID, 'none']) {
      expect(await link(contact, gone)).toMatchObject({
        status: 404,
        body: { error: { code: 'NOT_FOUND' } },
      });
      const field = { body: { primaryCompanyId: gone } };
      expect(await admin.patch(`/api/contacts/${contact}`, field)).toMatchObject({
        status: 422,
        body: { error: { details: [{ field: 'primaryCompanyId' }] } },
      });
    }
    for (const body of [{ role: 1 }, { isPrimary: 'yes' }, { since: '2024-01-01' }, []])
      expect((await link(contact, await makeCompany('Bad'), body)).status).toBe(422);
    expect(await contactOf(contact)).toMatchObject({ companyIds: [], version: 1 });
  });

  it('and companies out of reach know nothing of each other', async () => {
    const own = [
      'contacts:read:own',
      'contacts:create',
      'contacts:update:own',
      'companies:read:own',
      'companies:create',
    ];
    await admin.post('/api/roles', { body: { name: 'Own', permissions: own } });
    const member = await addMember(admin, 'Own');
    const [theirs, contact] = [await makeCompany('Theirs'), await makeContact()];
    const [mine, myContact] = [await makeCompany('Mine', member), await makeContact({}, member)];
    expect((await link(contact, mine, {}, member)).status).toBe(404);
    expect((await link(myContact, theirs, {}, member)).status).toBe(404);
    expect((await link(myContact, mine, {}, member)).body).toMatchObject({ companyName: 'Mine' });
    await link(myContact, theirs);
    await link(contact, mine);
    const seen = await member.get<List>(`/api/contacts/${myContact}/companies`);
    expect(seen.body.items.map(({ companyName }) => companyName)).toEqual(['Mine', null]);
    expect((await member.get(`/api/contacts/${contact}/companies`)).status).toBe(404);
    expect((await member.get(`/api/companies/${theirs}/contacts`)).status).toBe(404);
    const reached = await member.get<List>(`/api/companies/${mine}/contacts`);
    expect(reached.body.items.map(({ id }) => id)).toEqual([myContact]);
  });

  it('are hidden with the fields that sum them up', async () => {
    const company = await makeCompany('Secret');
    const contact = await makeContact({ primaryCompanyId: company });
    for (const [name, rule] of [['Blind', 'hidden'] as const, ['Reader', 'read-only'] as const]) {
      const fieldRules = { contacts: { companyIds: rule } };
      await admin.post('/api/roles', { body: { name, permissions: ['*:*'], fieldRules } });
      const member = await addMember(admin, name);
      const status = rule === 'hidden' ? 403 : 200;
      expect((await member.get(`/api/contacts/${contact}/companies`)).status).toBe(status);
      expect((await member.get(`/api/companies/${company}/contacts`)).status).toBe(status);
      expect((await member.get(`/api/contacts?companyId=${company}`)).status).toBe(
        rule === 'hidden' ? 400 : 200,
      );
      expect((await link(contact, await makeCompany('Other'), {}, member)).status).toBe(403);
      expect((await member.delete(`/api/contacts/${contact}/companies/${company}`)).status).toBe(403);
    }
    expect(await contactOf(contact)).toMatchObject({ companyIds: [company], version: 1 });
  });
});
