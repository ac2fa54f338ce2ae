import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface LeadPage {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor: string | null;
}

describe('the shape of what is read', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let path: string;
  let id: string;
  let owner: Record<string, unknown>;

  beforeAll(async () => {
    admin = await api().register();
    const { userId } = admin.tenant;
    const lead = await admin.post('/api/leads', {
      body: { lastName: 'Adams', score: 5, ownerId: userId },
    });
    await admin.post('/api/leads', { body: { lastName: 'Baker', score: 7 } });
    id = String(lead.body['id']);
    path = `/api/leads/${id}`;
    const { body } = await admin.get(`/api/users/${userId}`);
    owner = { id: userId, name: body['name'], email: body['email'], active: true, teamId: null };
  });

  function expectRefusal({ status, body }: ApiAnswer, field: string, name: string): void {
    const details = [{ field, message: expect.stringContaining(name) }];
    expect({ status, error: body['error'] }).toMatchObject({ status: 400, error: { details } });
  }

  it('is the fields that were asked for, id and version always', async () => {
    const picked = { id, version: 1, lastName: 'Adams' };
    expect((await admin.get(`${path}?fields=lastName`)).body).toEqual(picked);
    expect((await admin.get(`${path}?fields=id,lastName`)).body).toEqual(picked);
    const list = await admin.get<LeadPage>('/api/leads?fields=lastName&sortBy=score&search=adams');
    expect(list.body).toMatchObject({ items: [picked], totalCount: 1 });
    const found = await admin.post<LeadPage>('/api/leads/search', {
      body: { fields: ['lastName'], filter: { field: 'score', operator: 'eq', value: 5 } },
    });
    expect(found.body.items).toEqual([picked]);
  });

  it('is found by id, and by an e-mail in letters of any case', async () => {
    const page = await admin.get<LeadPage>(`/api/leads?id[in]=${id},${admin.tenant.userId}`);
    expect(page.body.items).toMatchObject([{ id }]);
    const made = await admin.post('/api/contacts', { body: { email: 'MiXeD@Case.Example' } });
    for (const email of ['MiXeD@Case.Example', 'mixed@case.example']) {
      const found = await admin.get<LeadPage>(`/api/contacts?email=${email}`);
      expect(found.body.items).toMatchObject([{ id: made.body['id'] }]);
    }
  });

  it('embeds what a record points at', async () => {
    expect((await admin.get(`${path}?expand=owner`)).body).toMatchObject({ lastName: 'Adams', owner });
    expect((await admin.get(`${path}?expand=owner&fields=lastName`)).body).toEqual({
      id,
      version: 1,
      lastName: 'Adams',
      owner,
    });
    const list = await admin.get<LeadPage>('/api/leads?expand=owner&sortBy=lastName');
    expect(list.body.items.map((item) => item['owner'])).toEqual([owner, null]);
    const enveloped = await admin.get(`${path}?expand=owner&envelope=true`);
    expect(enveloped.body).toMatchObject({ success: true, data: { owner } });
  });

  it('refuses what it does not know, and names it', async () => {
    for (const root of ['/api/leads', path]) {
      expectRefusal(await admin.get(`${root}?fields=lastName,bogus`), 'fields', 'bogus');
      expectRefusal(await admin.get(`${root}?fields=deletedAt`), 'fields', 'deletedAt');
      expectRefusal(await admin.get(`${root}?expand=bogus`), 'expand', 'bogus');
      expectRefusal(await admin.get(`${root}?fields=`), 'fields', 'must name at least one field');
      expectRefusal(await admin.get(`${root}?expand=`), 'expand', 'must name at least one relation');
      expectRefusal(await admin.get(`${root}?expand=owner.team`), 'expand', 'owner.team');
      expectRefusal(await admin.get(`${root}?expand[]=owner`), 'expand', 'text');
    }
    expect((await admin.get(`${path}?status=New`)).status).toBe(400);
  });

  it('has an ETag of its own', async () => {
    const whole = await admin.get(path);
    expect(whole.headers.get('etag')).toBe('"1"');
    const etags = [whole.headers.get('etag')];
    for (const query of ['fields=lastName', 'fields=score', 'expand=owner']) {
      const answer = await admin.get(`${path}?${query}`);
      const etag = answer.headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/"1-/);
      etags.push(etag);
      const again = await admin.get(`${path}?${query}`, { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
    }
    expect(new Set(etags).size).toBe(4);
  });

  it('is refused where it would show what the caller may not read', async () => {
    const permissions = ['leads:read'];
    const fieldRules = { leads: { phone: 'hidden' } };
    await admin.post('/api/roles', { body: { name: 'Leads alone', permissions, fieldRules } });
    const member = await addMember(admin, 'Leads alone');
    const lacking = {
      status: 403,
      body: { error: { code: 'PERMISSION_DENIED', message: 'This takes the permission users:read' } },
    };
    for (const query of ['expand=owner', 'owner.email[contains]=a']) {
      expect(await member.get(`/api/leads?${query}`)).toMatchObject(lacking);
    }
    expect(await member.get(`${path}?expand=owner`)).toMatchObject(lacking);
    const filter = { field: 'owner.email', operator: 'contains', value: 'a' };
    expect(await member.post('/api/leads/search', { body: { filter } })).toMatchObject(lacking);
    for (const query of ['fields=phone', 'sortBy=lastName,phone', 'phone[isNull]=true']) {
      expect((await member.get(`/api/leads?${query}`)).status).toBe(400);
    }
    for (const body of [
      { fields: ['phone'] },
      { sort: [{ field: 'phone' }] },
      { filter: { not: { field: 'phone', operator: 'isNull', value: true } } },
    ]) {
      expect((await member.post('/api/leads/search', { body })).status).toBe(400);
    }
    expect((await member.get('/api/leads?search=Adams')).body).not.toHaveProperty('items.0.phone');
  });

  it('finds by days of the tenant, not of the server', async () => {
    await admin.patch('/api/settings', { body: { timeZone: 'Pacific/Kiritimati' } });
    // It is tomorrow there, fourteen hours ahead: midnight of its day is 10:00 UTC of the day before.
    const body = { lastName: 'Dated', nextContactAt: '2026-06-01T10:30:00Z' };
    await admin.post('/api/leads', { body });
    const found = async (query: string) =>
      (await admin.get<LeadPage>(`/api/leads?${query}`)).body.items.length;
    // Settings may be a second old: it is the tenant's first question about days, so they are not.
    expect(await found('nextContactAt=2026-06-02')).toBe(1);
    expect(await found('nextContactAt=2026-06-01')).toBe(0);
    expect(await found('nextContactAt[gt]=2026-06-01')).toBe(1);
    expect(await found('nextContactAt[lte]=2026-06-01')).toBe(0);
    expect(await found('createdAt=today,yesterday')).toBe(3);
    expect(await found('createdAt[gte]=now-1h')).toBe(3);
    expect(await found('createdAt[lt]=now-1h')).toBe(0);
    expect(await found('createdAt[gt]=today')).toBe(0);
  });

  it('keeps what now is from page to page', async () => {
    const first = await admin.get<LeadPage>('/api/leads?createdAt[lte]=now&limit=1');
    const cursor = first.body.nextCursor ?? '';
    const next = await admin.get<LeadPage>(`/api/leads?createdAt[lte]=now&limit=1&cursor=${cursor}`);
    expect(next).toMatchObject({ status: 200, body: { items: [{ id: expect.any(String) }] } });
  });
});
