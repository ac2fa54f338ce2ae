import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

interface LeadRow {
  readonly id: string;
  readonly lastName: string;
}

interface LeadPage {
  readonly items: readonly LeadRow[];
  readonly nextCursor: string | null;
}

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

const LEADS = [
  {
    lastName: 'Adams',
    company: 'Acme',
    email: 'adams@acme.example',
    score: 10,
    status: 'New',
    tags: ['a', 'b'],
  },
  { lastName: 'Baker', company: 'Acme', score: 20, status: 'Qualified', temperature: 'hot', tags: ['b'] },
  {
    lastName: 'Clark',
    company: '50% off_now',
    phone: '+49 30 1234',
    score: null,
    status: 'New',
    source: 'Fair',
  },
  {
    lastName: 'Davis',
    company: null,
    score: -5,
    status: 'Contacted',
    nextContactAt: '2024-05-01',
    source: 'fair',
  },
  {
    lastName: "O'Evans",
    firstName: 'Zoë',
    score: 20,
    status: 'Unqualified',
    nextContactAt: '2024-06-01T12:00:00Z',
  },
] as const;

describe('the list of leads', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
    for (const body of LEADS) await admin.post('/api/leads', { body });
    const [first] = (await admin.get<LeadPage>('/api/leads?search=Adams')).body.items;
    await admin.patch(`/api/leads/${first?.id ?? ''}`, { body: { ownerId: admin.tenant.userId } });
    const deleted = await admin.post('/api/leads', {
      body: { lastName: 'Deleted', status: 'New', tags: ['a'] },
    });
    await admin.delete(`/api/leads/${String(deleted.body['id'])}`);
  });

  /** First letters of the last names, in alphabetical order. */
  async function found(query: string): Promise<string> {
    const answer = await admin.get<LeadPage>(`/api/leads?${query}`);
    expect({ query, status: answer.status }).toEqual({ query, status: 200 });
    const letters = answer.body.items.map(({ lastName }) =>
      lastName.startsWith('O') ? 'E' : lastName.charAt(0),
    );
    return letters.sort().join('');
  }

  function expectRefusal({ status, body }: ApiAnswer, field: string): void {
    const details = [{ field, message: expect.any(String) }];
    expect({ status, error: body['error'] }).toMatchObject({
      status: 400,
      error: { code: 'BAD_REQUEST', details },
    });
  }

  it('comes in numbered pages with totals, newest first', async () => {
    const names = async (query: string) =>
      (await admin.get<LeadPage>(`/api/leads?${query}`)).body.items.map(({ lastName }) => lastName);
    expect((await admin.get('/api/leads?pageSize=2')).body).toMatchObject({
      page: 1,
      pageSize: 2,
      totalCount: 5,
      totalPages: 3,
      hasNextPage: true,
      hasPreviousPage: false,
      nextCursor: expect.any(String),
    });
    expect(await names('pageSize=2')).toEqual(["O'Evans", 'Davis']);
    expect(await names('pageSize=2&page=2')).toEqual(['Clark', 'Baker']);
    expect((await admin.get('/api/leads?pageSize=2&page=3')).body).toMatchObject({
      hasNextPage: false,
      hasPreviousPage: true,
      nextCursor: null,
    });
    expect((await admin.get('/api/leads?page=9')).body).toMatchObject({
      items: [],
      page: 9,
      totalCount: 5,
      totalPages: 1,
      hasNextPage: false,
      hasPreviousPage: true,
    });
    expect((await admin.get('/api/leads')).body).toMatchObject({ pageSize: 20 });
    expect(await names('sortBy=lastName')).toEqual(['Adams', 'Baker', 'Clark', 'Davis', "O'Evans"]);
    expect(await names('sortBy=lastName&sortOrder=desc&pageSize=1')).toEqual(["O'Evans"]);
  });

  it('has the same page facts for its own next cursor', async () => {
    const first = await admin.get<LeadPage>('/api/leads?pageSize=2&sortBy=lastName');
    const next = await admin.get<LeadPage>(
      `/api/leads?limit=2&sortBy=lastName&cursor=${first.body.nextCursor ?? ''}`,
    );
    expect(next.body.items.map(({ lastName }) => lastName)).toEqual(['Clark', 'Davis']);
    expect(next.body).toMatchObject({ pageSize: 2, hasNextPage: true, hasPreviousPage: true });
    expect(next.body).not.toHaveProperty('totalCount');
    expect((await admin.get('/api/leads?limit=2&includeTotal=true')).body).toMatchObject({ totalCount: 5 });
  });

  it.each([
    ['status=New', 'AC'],
    ['status=New,Qualified', 'ABC'],
    ['status[eq]=New', 'AC'],
    ['status[ne]=New', 'BDE'],
    ['status[in]=Contacted,Qualified', 'BD'],
    ['status[nin]=Contacted,Qualified', 'ACE'],
    ['temperature=hot', 'B'],
    ['temperature[ne]=hot', 'ACDE'],
    ['temperature[isNull]=true', 'ACDE'],
    ['temperature[isNull]=false', 'B'],
    ['score=20', 'BE'],
    ['score=10,20', 'ABE'],
    ['score[ne]=20', 'ACD'],
    ['score[gt]=10', 'BE'],
    ['score[gte]=10', 'ABE'],
    ['score[lt]=10', 'D'],
    ['score[lte]=10', 'AD'],
    ['score[between]=-5,10', 'AD'],
    ['score[gte]=10&score[lt]=20', 'A'],
    ['score[gte]=9.5', 'ABE'],
    ['score=9.5', ''],
    ['score[lt]=1e300', 'ABDE'],
    ['score[gt]=99999999999', ''],
    ['score[in]=20,99999999999', 'BE'],
    ['score[isNull]=true', 'C'],
    ['company=Acme', 'AB'],
    ['company=Acme,Inc', ''],
    ['company[in]=Acme,50%25 off_now', 'ABC'],
    ['company[contains]=cm', 'AB'],
    ['company[contains]=%25', 'C'],
    ['company[contains]=_', 'C'],
    ['company[startsWith]=ac', 'AB'],
    ['company[startsWith]=cme', ''],
    ['company[isNull]=true', 'DE'],
    ['company[ne]=Acme', 'CDE'],
    ['email=Adams@ACME.example', 'A'],
    ['source=Fair', 'C'],
    ['nextContactAt[gt]=2024-05-01', 'E'],
    ['nextContactAt[gte]=2024-05-01', 'DE'],
    ['nextContactAt[lt]=2024-06-01T12:00:00Z', 'D'],
    ['nextContactAt[lte]=2024-06-01T14:00:00%2B02:00', 'DE'],
    ['nextContactAt[between]=2024-04-30,2024-05-02', 'D'],
    ['nextContactAt=2024-05-01', 'D'],
    ['nextContactAt[isNull]=true', 'ABC'],
    ['createdAt[gte]=2020-01-01', 'ABCDE'],
    ['createdAt[lt]=2020-01-01', ''],
    ['tag=a', 'A'],
    ['tag=b', 'AB'],
    ['tag=a,c', 'A'],
    ['tags=b', 'AB'],
    ['tags[has]=b', 'AB'],
    ['tag=none', ''],
    [`ownerId=${NOBODYS_ID}`, ''],
    ['ownerId[isNull]=true', 'BCDE'],
    ['ownerId[isNull]=false', 'A'],
    ['search=acme', 'AB'],
    ['search=ADAMS', 'A'],
    ['search=zoë', 'E'],
    ["search=O'", 'E'],
    ['search=1234', 'C'],
    ['search=50%25', 'C'],
    ['search=', 'ABCDE'],
    ['search=acme&status=New&tag=a', 'A'],
  ])('filters by %s', async (query, expected) => {
    expect(await found(query.replaceAll(' ', '%20'))).toBe(expected);
  });

  it('filters by the owner', async () => {
    expect(await found(`ownerId=${admin.tenant.userId}`)).toBe('A');
    expect(await found(`ownerId=${admin.tenant.userId.toUpperCase()}`)).toBe('A');
    expect(await found(`createdBy[ne]=${admin.tenant.userId}`)).toBe('');
  });

  it.each([
    ['bogus=1', 'bogus'],
    ['toString=1', 'toString'],
    ['constructor=1', 'constructor'],
    ['statuss=New', 'statuss'],
    ['website=x', 'website'],
    ['deletedAt[isNull]=false', 'deletedAt'],
    ['customFields.tier=gold', 'customFields.tier'],
    ['status=Sold', 'status'],
    ['status=New,', 'status'],
    ['status[like]=New', 'status'],
    ['status[gt]=New', 'status'],
    ['status[contains]=New', 'status'],
    ['status[]=New', 'status'],
    ['status[eq][eq]=New', 'status'],
    ['status=New&status=Qualified', 'status'],
    ['score=high', 'score'],
    ['score=', 'score'],
    ['score[between]=1', 'score'],
    ['score[between]=1,2,3', 'score'],
    ['score[isNull]=maybe', 'score'],
    ['nextContactAt[gt]=soon', 'nextContactAt'],
    ['nextContactAt[gt]=today-7x', 'nextContactAt'],
    ['nextContactAt[gt]=today-999999y', 'nextContactAt'],
    ['nextContactAt[gt]=2024-02-30', 'nextContactAt'],
    ['nextContactAt[gt]=2024-13-01', 'nextContactAt'],
    ['ownerId=me', 'ownerId'],
    ['ownerId[contains]=a', 'ownerId'],
    ['tags[eq]=a', 'tags'],
    ['sortBy=website', 'sortBy'],
    ['sortBy=deletedAt', 'sortBy'],
    ['sortBy=toString', 'sortBy'],
    ['sortBy=lastName,website', 'sortBy'],
    ['sortBy=lastName,lastName', 'sortBy'],
    ['sortBy=lastName,email,score,status,company,id', 'sortBy'],
    ['sortBy=lastName,email&sortOrder=asc,desc,asc', 'sortOrder'],
    ['sortBy=lastName&sortNulls=middle', 'sortNulls'],
    ['sortBy[]=lastName', 'sortBy'],
    ['sortOrder=up', 'sortOrder'],
    ['sortOrder=ASC', 'sortOrder'],
    ['pageSize=0', 'pageSize'],
    ['pageSize=201', 'pageSize'],
    ['pageSize=-1', 'pageSize'],
    ['pageSize=1.5', 'pageSize'],
    ['pageSize=ten', 'pageSize'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=1e3', 'page'],
    ['page=99999999999', 'page'],
    ['includeTotal=yes', 'includeTotal'],
    ['page=2&cursor=x', 'cursor'],
    ['limit=2&cursor=x', 'cursor'],
    ['limit=2&cursor=x.y', 'cursor'],
    ['limit=2&cursor=', 'cursor'],
    ['search=%25', 'search'],
  ])('refuses %s and names it', async (query, field) => {
    expectRefusal(await admin.get(`/api/leads?${query}`), field);
  });

  it.each(['__proto__=1', '__proto__[status]=New', 'status[__proto__]=New', '%5F_proto__=1'])(
    'refuses %s, which reaches for a prototype',
    async (query) => {
      const answer = await admin.get(`/api/leads?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
      expect(await found('search=__proto__')).toBe('');
    },
  );

  it('refuses a search that is too long and lists that are too long', async () => {
    expectRefusal(await admin.get(`/api/leads?search=${'x'.repeat(201)}`), 'search');
    expectRefusal(
      await admin.get(`/api/leads?score=${Array.from({ length: 101 }, () => '1').join(',')}`),
      'score',
    );
  });

  it('refuses a cursor that was changed, or that belongs to another query or tenant', async () => {
    const first = await admin.get<LeadPage>('/api/leads?limit=2&sortBy=score');
    const cursor = first.body.nextCursor ?? '';
    const position = Buffer.from(JSON.stringify([0, NOBODYS_ID])).toString('base64url');
    const wrong = [
      `limit=2&sortBy=score&cursor=${position}.${cursor.split('.')[1] ?? ''}`,
      `limit=2&sortBy=score&cursor=${cursor}x`,
      `limit=2&sortBy=score&sortOrder=desc&cursor=${cursor}`,
      `limit=2&sortBy=lastName&cursor=${cursor}`,
      `limit=2&sortBy=score&status=New&cursor=${cursor}`,
      `limit=2&sortBy=score&search=a&cursor=${cursor}`,
    ];
    for (const query of wrong) expectRefusal(await admin.get(`/api/leads?${query}`), 'cursor');
    const stranger = await api().register();
    const query = `limit=2&sortBy=score&cursor=${cursor}`;
    expectRefusal(await stranger.get(`/api/leads?${query}`), 'cursor');
    expect((await admin.get(`/api/leads?${query}`)).status).toBe(200);
    expect((await admin.get(`/api/leads?limit=3&sortBy=score&cursor=${cursor}`)).status).toBe(200);
  });
});
