import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface Conversion {
  readonly lead: Record<string, unknown>;
  readonly contact: Record<string, unknown> | null;
  readonly company: Record<string, unknown> | null;
  readonly deal: Record<string, unknown> | null;
  readonly activity: Record<string, unknown> | null;
  readonly activityId: string | null;
  readonly created: Record<string, boolean>;
}

let count = 0;

describe('the conversion of a lead', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  async function made(caller: ApiClient, path: string, body: unknown): Promise<string> {
    const answer = await caller.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  /** Of a company of its own, unless told otherwise. */
  function lead(caller: ApiClient = admin, more: Record<string, unknown> = {}): Promise<string> {
    count += 1;
    const domain = `company-${process.pid}-${count}.example`;
    const body = { firstName: 'Ada', lastName: 'Doe', email: `ada@${domain}`, company: `Company ${count}` };
    return made(caller, '/api/leads', { ...body, ...more });
  }

  const convert = (id: string, body: unknown = {}, caller = admin) =>
    caller.post<Conversion>(`/api/leads/${id}/convert`, { body });
  const total = async (path: string) => Number((await admin.get(path)).body['totalCount']);
  const totals = () =>
    Promise.all(['companies', 'contacts', 'deals', 'activities'].map((name) => total(`/api/${name}`)));

  it('makes a contact of a company with a deal and a note, and keeps what the lead was', async () => {
    const tags = ['fair'];
    const id = await lead(admin, { phone: '+49 30 1', jobTitle: 'Buyer', tags, temperature: 'hot' });
    const { body: before } = await admin.get(`/api/leads/${id}`);
    const { status, body } = await convert(id);
    const { contact, company } = body;
    expect({ status, created: body.created }).toEqual({
      status: 200,
      created: { company: true, contact: true, deal: true, activity: true },
    });
    expect(body.deal).toMatchObject({
      name: before['company'],
      status: 'open',
      leadId: id,
      companyId: company?.['id'],
      contacts: [{ contactId: contact?.['id'], role: null, isPrimary: true }],
      tags,
    });
    expect(company).toMatchObject({ name: before['company'], domain: String(before['email']).slice(4) });
    expect(contact).toMatchObject({
      firstName: 'Ada',
      lastName: 'Doe',
      email: before['email'],
      phone: '+49 30 1',
      jobTitle: 'Buyer',
      temperature: 'hot',
      tags,
      primaryCompanyId: company?.['id'],
    });
    expect(body.lead).toMatchObject({
      status: 'Converted',
      convertedContactId: contact?.['id'],
      convertedCompanyId: company?.['id'],
      convertedDealId: body.deal?.['id'],
      companyId: company?.['id'],
      version: 2,
    });
    expect((await admin.get(`/api/leads/${id}`)).body).toEqual(body.lead);
    for (const path of [
      `leads/${id}`,
      `contacts/${String(contact?.['id'])}`,
      `companies/${String(company?.['id'])}`,
      `deals/${String(body.deal?.['id'])}`,
    ])
      expect((await admin.get(`/api/${path}/activities`)).body).toMatchObject({
        items: [body.activity],
      });
    expect(body.activity).toMatchObject({ id: body.activityId, kind: 'note', subject: 'Lead converted' });
    const { body: history } = await admin.get(`/api/leads/${id}/status-history`);
    expect(history).toMatchObject({ totalCount: 1, items: [{ from: 'New', to: 'Converted' }] });
    const { body: log } = await admin.get('/api/audit-logs?resource=lead');
    expect(JSON.stringify(log)).toContain('lead.converted');
  });

  it('finds what is there: by e-mail, domain, name or id, and fills what is empty', async () => {
    const company = await made(admin, '/api/companies', { name: 'Found by Domain', domain: 'found.example' });
    const contact = await made(admin, '/api/contacts', { lastName: 'Stays', email: 'eve@found.example' });
    const first = await convert(
      await lead(admin, { lastName: 'Goes', email: 'Eve@found.example', company: 'Other', phone: '+1 2' }),
    );
    expect(first.body).toMatchObject({
      contact: { id: contact, lastName: 'Stays', phone: '+1 2', primaryCompanyId: company },
      company: { id: company },
      created: { company: false, contact: false, activity: true },
    });
    const byName = await convert(await lead(admin, { email: null, company: 'found BY domain' }));
    expect(byName.body).toMatchObject({
      company: { id: company },
      created: { company: false, contact: true },
    });
    const byId = await convert(await lead(), {
      companyId: company,
      contactId: contact,
      createActivity: false,
    });
    expect(byId.body).toMatchObject({
      contact: { id: contact, phone: '+1 2' },
      company: { id: company },
      activity: null,
      activityId: null,
      created: { company: false, contact: false, activity: false },
    });
    const linked = await convert(await lead(admin, { companyId: company }));
    expect(linked.body).toMatchObject({ company: { id: company } });
  });

  it('makes the deal that it is told to, or none', async () => {
    const deal = {
      name: 'Fifty seats',
      amount: 1_200.5,
      stage: 'Qualified',
      expectedCloseDate: '2027-06-30',
    };
    const told = await convert(await lead(admin, { source: 'Fair' }), { deal });
    const { stage: _stage, ...said } = deal;
    expect(told.body.deal).toMatchObject({ ...said, source: 'Fair' });
    const none = await convert(await lead(), { createDeal: false });
    expect(none.body).toMatchObject({
      deal: null,
      created: { deal: false },
      lead: { convertedDealId: null },
    });
    const before = await totals();
    const both = await lead();
    expect((await convert(both, { createDeal: false, deal })).status).toBe(422);
    expect((await convert(both, { deal: { amount: -1 } })).status).toBe(422);
    expect((await convert(both, { deal: { stage: 'Closed Lost' } })).status).toBe(422);
    expect(await totals()).toEqual(before);
  });

  it('takes a provider of free mail for no company, and makes what it is told to', async () => {
    const free = await convert(await lead(admin, { email: 'ada@gmail.com', company: null }));
    expect(free.body).toMatchObject({
      company: null,
      contact: { email: 'ada@gmail.com', primaryCompanyId: null },
    });
    const without = await convert(await lead(), { createCompany: false });
    expect(without.body).toMatchObject({ company: null, created: { company: false } });
    const sent = await convert(await lead(), { company: { name: 'Sent', industry: 'Software' } });
    expect(sent.body).toMatchObject({
      company: { name: 'Sent', industry: 'Software' },
      created: { company: true },
    });
    const nobody = { firstName: null, lastName: null, email: null };
    const only = await convert(await lead(admin, nobody));
    expect(only.body).toMatchObject({ contact: null, created: { company: true, contact: false } });
  });

  it('refuses what cannot be, and leaves nothing behind', async () => {
    const id = await lead();
    const before = [await totals(), (await admin.get(`/api/leads/${id}`)).body];
    const taken = await made(admin, '/api/companies', { name: 'Taken', externalId: 'taken' });
    const after = async () => [await totals(), (await admin.get(`/api/leads/${id}`)).body];
    before[0] = await totals();
    const cases: [unknown, number, unknown][] = [
      [{ companyId: NOBODYS_ID }, 422, 'companyId'],
      [{ contactId: NOBODYS_ID }, 422, 'contactId'],
      [{ companyId: taken, company: { name: 'Both' } }, 422, 'company'],
      [{ company: {} }, 422, 'company.name'],
      [{ company: { name: 'Twice', externalId: 'taken' } }, 409, 'externalId'],
      // The last step: company and contact have been made by then.
      [{ ownerId: NOBODYS_ID }, 422, 'ownerId'],
      [{ status: 'New' }, 422, 'status'],
    ];
    for (const [body, status, field] of cases)
      expect({ body, answer: await convert(id, body) }).toMatchObject({
        body,
        answer: { status, body: { error: { details: [{ field }] } } },
      });
    const nobody = await lead(admin, { firstName: null, lastName: null, email: null });
    expect(await convert(nobody, { createCompany: false })).toMatchObject({ status: 422 });
    expect((await convert(NOBODYS_ID)).status).toBe(404);
    expect(await after()).toEqual(before);
  });

  it('leaves nothing behind when its last step fails', async () => {
    const permissions = ['leads:read', 'leads:update', 'contacts:*', 'companies:*'];
    await admin.post('/api/roles', { body: { name: 'Silent', permissions } });
    const silent = await addMember(admin, 'Silent');
    const id = await lead();
    const before = await totals();
    const refused = await convert(id, {}, silent);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'PERMISSION_DENIED' } } });
    expect(await totals()).toEqual(before);
    expect((await admin.get(`/api/leads/${id}`)).body).toMatchObject({ status: 'New', version: 1 });
    expect((await convert(id, { createActivity: false }, silent)).status).toBe(200);
  });

  it('happens once, however many ask at one time', async () => {
    const id = await lead();
    const before = await totals();
    const answers = await Promise.all(Array.from({ length: 20 }, () => convert(id)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      error: { code: 'LEAD_CONVERTED' },
    });
    expect(await totals()).toEqual(before.map((number) => number + 1));
  }, 30_000);

  it('answers the same to the same Idempotency-Key', async () => {
    const path = `/api/leads/${await lead()}/convert`;
    const options = { body: {}, headers: { 'idempotency-key': 'convert-once' } };
    const first = await admin.post(path, options);
    const second = await admin.post(path, options);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second).toMatchObject({ status: 200, body: first.body });
  });

  it('is the only way to the status Converted, and there is none back', async () => {
    const id = await lead();
    for (const answer of [
      await admin.patch(`/api/leads/${id}`, { body: { status: 'Converted' } }),
      await admin.put(`/api/leads/${id}`, { body: { lastName: 'Doe', status: 'Converted' } }),
      await admin.post('/api/leads', { body: { lastName: 'Doe', status: 'Converted' } }),
    ])
      expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field: 'status' }] } } });
    await convert(id);
    expect(await admin.patch(`/api/leads/${id}`, { body: { status: 'New' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'LEAD_CONVERTED' } },
    });
    expect(await admin.patch(`/api/leads/${id}`, { body: { score: 3 } })).toMatchObject({ status: 200 });
    const { body } = await admin.get(`/api/leads/${id}`);
    expect(await admin.put(`/api/leads/${id}`, { body })).toMatchObject({ status: 200, body: { score: 3 } });
  });

  it('shows and copies nothing that the caller may not see or write', async () => {
    const fieldRules = {
      leads: { phone: 'hidden', status: 'hidden', tags: 'hidden' },
      contacts: { jobTitle: 'read-only' },
    };
    await admin.post('/api/roles', { body: { name: 'Restricted', permissions: ['*:*'], fieldRules } });
    const restricted = await addMember(admin, 'Restricted');
    const id = await lead(admin, { phone: '+49 canary', jobTitle: 'Buyer' });
    const { status, body } = await convert(id, {}, restricted);
    expect({ status, contact: body.contact }).toMatchObject({
      status: 200,
      contact: { lastName: 'Doe', phone: null, jobTitle: null, tags: [] },
    });
    expect(JSON.stringify(body)).not.toContain('canary');
    expect((await restricted.get(`/api/leads/${id}/status-history`)).status).toBe(403);
  });

  it('stays within the reach of the caller', async () => {
    const permissions = ['leads', 'contacts', 'companies', 'activities'].flatMap((plural) =>
      ['read', 'create', 'update'].map((action) => `${plural}:${action}:own`),
    );
    await admin.post('/api/roles', { body: { name: 'Own', permissions } });
    const own = await addMember(admin, 'Own');
    expect((await convert(await lead(), {}, own)).status).toBe(404);
    const contact = await made(admin, '/api/contacts', { lastName: 'Theirs', email: 'same@reach.example' });
    const mine = await convert(await lead(own, { email: 'same@reach.example' }), {}, own);
    expect(mine).toMatchObject({
      status: 200,
      body: { contact: { ownerId: own.userId }, deal: null, created: { contact: true } },
    });
    expect((await convert(await lead(own), { createDeal: true }, own)).status).toBe(403);
    expect(mine.body.contact?.['id']).not.toBe(contact);
    expect(await convert(await lead(own), { contactId: contact }, own)).toMatchObject({ status: 422 });
    // Somebody else's company has the domain.
    await made(admin, '/api/companies', { name: 'Elsewhere', domain: 'taken.example' });
    const elsewhere = await lead(own, { email: 'one@taken.example', company: 'Taken' });
    expect(await convert(elsewhere, {}, own)).toMatchObject({
      status: 200,
      body: { company: { name: 'Taken', domain: null } },
    });
  });
});
