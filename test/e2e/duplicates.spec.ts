import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { made } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

type Fields = Record<string, unknown>;
type Admin = ApiClient & { readonly tenant: RegisteredTenant };

interface Found {
  readonly record: Fields;
  readonly score: number;
  readonly rules: string[];
}

interface Group extends Omit<Found, 'rules'> {
  readonly matches: Found[];
}

interface Page {
  readonly items: Group[];
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
}

const blocking = (fields: Fields = {}) => ({
  name: 'One e-mail, one contact',
  resource: 'contacts',
  action: 'block',
  conditions: [{ field: 'email', match: 'normalized' }],
  ...fields,
});

describe('duplicates', () => {
  const { api, product } = useTestProduct();

  const create = (client: ApiClient, fields: Fields, query = ''): Promise<ApiAnswer<Fields>> =>
    client.post(`/api/contacts${query}`, { body: { lastName: 'Morgan', ...fields } });
  const list = async (client: ApiClient, plural = 'contacts'): Promise<Group[]> => {
    const groups: Group[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/api/${plural}/duplicates?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { status, body }: ApiAnswer<Page> = await client.get<Page>(path);
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      groups.push(...body.items);
      cursor = body.nextCursor;
    }
    return groups;
  };
  const shape = (groups: readonly Group[]) =>
    groups.map(({ record, matches }) => [record['id'], ...matches.map((match) => match.record['id'])]);

  describe('that are looked for', () => {
    let admin: Admin;

    beforeAll(async () => {
      admin = await api().register();
    });

    const contact = (fields: Fields) => made(admin, '/api/contacts', { lastName: 'Morgan', ...fields });

    it('are those of one e-mail, of one phone, and of much the same name at one company', async () => {
      const acme = await made(admin, '/api/companies', { name: 'Acme, Inc.', domain: 'acme.example' });
      const other = await made(admin, '/api/companies', { name: 'ACME inc' });
      const one = await contact({ email: 'ada@example.com', phone: '+44 20 7000-1234' });
      const two = await contact({ email: 'Ada@Example.com' });
      const three = await contact({ email: null, phone: '+442070001234' });
      const four = await contact({ email: 'ada@example.com', phone: '+44 20 7000 1234' });
      const names = { firstName: 'Jonathan', lastName: 'Fitzgerald', primaryCompanyId: acme };
      const five = await contact(names);
      const six = await contact({ ...names, lastName: 'Fitzgeralt' });
      await contact({ ...names, primaryCompanyId: other });
      await contact({ ...names, firstName: 'Mary' });
      const groups = await list(admin);
      expect(shape(groups).map((ids) => ids.toSorted())).toEqual([
        [one, two, three, four].toSorted(),
        [five, six].toSorted(),
      ]);
      const [first, second] = groups;
      const rulesOf = (id: string) => first?.matches.find(({ record }) => record['id'] === id)?.rules;
      expect(rulesOf(two)).toEqual(['Same e-mail']);
      expect(rulesOf(three)).toEqual(['Same phone']);
      expect(rulesOf(four)?.toSorted()).toEqual(['Same e-mail', 'Same phone']);
      expect(first?.score).toBe(1);
      expect(second?.score).toBeGreaterThan(0.7);
      expect(second?.score).toBeLessThan(1);
      expect(shape(await list(admin, 'companies'))).toEqual([[acme, other]]);
      expect(await list(admin, 'leads')).toEqual([]);

      await admin.post(`/api/contacts/${one}/merge`, { body: { ids: [two, three, four] } });
      expect(shape(await list(admin))).toEqual([[five, six]]);
    });

    it('are among the records that the caller reads, by the fields that they see', async () => {
      const role = async (name: string, body: Fields) => {
        await admin.post('/api/roles', { body: { name, ...body } });
        return addMember(admin, name);
      };
      const owner = await role('Owner', { permissions: ['contacts:read:own'] });
      const own = { email: 'own@example.com', ownerId: owner.userId };
      const [mine, also] = [await contact(own), await contact(own)];
      await contact({ email: 'own@example.com' });
      expect(shape(await list(owner))).toEqual([[mine, also]]);
      const blind = await role('Blind', {
        permissions: ['contacts:read'],
        fieldRules: { contacts: { email: 'hidden' } },
      });
      expect(
        (await list(blind)).flatMap(({ matches }) => matches.flatMap(({ rules }) => rules)),
      ).not.toContain('Same e-mail');
      expect((await admin.get('/api/contacts/duplicates?cursor=no.cursor')).status).toBe(400);
    });

    it('are those of the rules of the tenant, where it has some', async () => {
      const rule = { ...blocking(), action: 'report', conditions: [{ field: 'lastName', match: 'exact' }] };
      const rival = await api().register();
      const contactOf = (fields: Fields) => made(rival, '/api/contacts', fields);
      const [one, two] = [await contactOf({ lastName: 'Doe' }), await contactOf({ lastName: 'Doe' })];
      await contactOf({ lastName: 'DOE' });
      expect(await list(rival)).toEqual([]);
      await made(rival, '/api/duplicate-rules', rule);
      expect(shape(await list(rival))).toEqual([[one, two]]);
    });
  });

  it('cost a new record nothing where no rule blocks', async () => {
    const admin = await api().register();
    await made(admin, '/api/duplicate-rules', { ...blocking(), resource: 'leads', action: 'report' });
    const lead = () => made(admin, '/api/leads', { lastName: 'Doe', email: 'doe@example.com' });
    // Rules are read once a second.
    await lead();
    const asked = jest.spyOn(product().app.get(TenantDatabase), 'query');
    const texts = () =>
      asked.mock.calls
        .map(([{ text }]) => text)
        .filter((text) => /duplicate|bucket|given\."email"/.test(text));
    await lead();
    expect(texts()).toEqual([]);
    await made(admin, '/api/duplicate-rules', { ...blocking({ name: 'Blocks' }), resource: 'leads' });
    asked.mockClear();
    expect((await admin.post('/api/leads', { body: { email: 'doe@example.com' } })).status).toBe(409);
    expect(texts().filter((text) => text.includes('given."email"'))).toHaveLength(2);
    asked.mockRestore();
  });

  describe('that a rule blocks', () => {
    let admin: Admin;
    let ruleId: string;

    beforeAll(async () => {
      admin = await api().register();
      ruleId = await made(admin, '/api/duplicate-rules', blocking());
    });

    it('are refused, naming those that the caller reads', async () => {
      const first = await create(admin, { email: 'first@example.com' });
      expect(first.status).toBe(201);
      const refused = await create(admin, { email: 'FIRST@example.com' });
      expect(refused).toMatchObject({
        status: 409,
        body: {
          error: {
            code: 'DUPLICATE',
            details: [{ field: 'email', recordIds: [first.body['id']] }],
          },
        },
      });
      expect((await create(admin, { email: null })).status).toBe(201);
      expect((await create(admin, { email: null })).status).toBe(201);
      await admin.post('/api/roles', {
        body: { name: 'Own', permissions: ['contacts:read:own', 'contacts:create'] },
      });
      const member = await addMember(admin, 'Own');
      const hidden = await create(member, { email: 'first@example.com' });
      expect(hidden).toMatchObject({ status: 409, body: { error: { details: [{ recordIds: [] }] } } });
      await admin.delete(`/api/contacts/${String(first.body['id'])}`);
      expect((await create(admin, { email: 'first@example.com' })).status).toBe(201);
    });

    it('are made all the same by who may and says so', async () => {
      const email = 'twice@example.com';
      await create(admin, { email });
      expect((await create(admin, { email }, '?allowDuplicates=true')).status).toBe(201);
      expect((await create(admin, { email }, '?allowDuplicates=maybe')).status).toBe(400);
      const user = await addMember(admin, 'User');
      expect((await create(user, { email }, '?allowDuplicates=true')).status).toBe(403);
      const body = { contacts: [{ lastName: 'Bulk', email }] };
      expect((await admin.post('/api/contacts/bulk?allowDuplicates=true', { body })).status).toBe(200);
      expect((await admin.post('/api/leads?allowDuplicates=true', { body: { lastName: 'L' } })).status).toBe(
        201,
      );
      expect(
        (await admin.post('/api/activities?allowDuplicates=true', { body: { kind: 'note' } })).status,
      ).toBe(400);
    });

    it('are refused one by one in bulk calls and upserts, twins among them', async () => {
      await create(admin, { email: 'there@example.com' });
      const items = [
        { lastName: 'A', email: 'new@example.com' },
        { lastName: 'B', email: 'there@example.com' },
        { lastName: 'C', email: 'NEW@example.com' },
        { lastName: 'D' },
      ];
      const { body } = await admin.post<{ results: { status: number }[] }>('/api/contacts/bulk', {
        body: { contacts: items },
      });
      expect(body.results.map(({ status }) => status)).toEqual([201, 409, 409, 201]);
      const upserts = [
        { lastName: 'E', externalId: 'e', email: 'there@example.com' },
        { lastName: 'F', externalId: 'f', email: 'free@example.com' },
      ];
      const path = '/api/contacts/bulk';
      const answer = await admin.put<{ results: { status: number }[] }>(path, {
        body: { contacts: upserts },
      });
      expect(answer.body.results.map(({ status }) => status)).toEqual([409, 201]);
    });

    it('are one of those that are made at the same time', async () => {
      for (let round = 0; round < 5; round += 1) {
        const email = `race-${round}@example.com`;
        const answers = await Promise.all(Array.from({ length: 4 }, () => create(admin, { email })));
        expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
      }
    });

    it('are not refused any more when the rule is off', async () => {
      const email = 'off@example.com';
      await create(admin, { email });
      await admin.patch(`/api/duplicate-rules/${ruleId}`, { body: { enabled: false } });
      expect((await create(admin, { email })).status).toBe(201);
      await admin.patch(`/api/duplicate-rules/${ruleId}`, { body: { enabled: true } });
      expect((await create(admin, { email })).status).toBe(409);
    });

    it.each([
      [{ resource: 'activities' }, 'resource'],
      [{ resource: 'nothing' }, 'resource'],
      [{ conditions: [] }, 'conditions'],
      [{ conditions: [{ field: 'nothing', match: 'exact' }] }, 'conditions.0.field'],
      [{ conditions: [{ field: 'email', match: 'fuzzy' }] }, 'conditions.0.match'],
      [{ conditions: [{ field: 'firstName', match: 'exact' }] }, 'conditions'],
      [{ conditions: [{ field: 'email', match: 'alike' }] }, 'conditions.0.match'],
      [
        {
          conditions: [
            { field: 'email', match: 'exact' },
            { field: 'email', match: 'normalized' },
          ],
        },
        'conditions.1.field',
      ],
    ])('take a rule that can be asked: not %j', async (fields, field) => {
      const answer = await admin.post('/api/duplicate-rules', { body: blocking({ name: 'Bad', ...fields }) });
      expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field }] } } });
    });
  });
});
