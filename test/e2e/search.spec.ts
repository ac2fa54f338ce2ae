import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Item {
  readonly id: string;
  readonly lastName: string;
}

interface SearchPage {
  readonly items: readonly Item[];
  readonly totalCount?: number;
  readonly totalCountCapped?: boolean;
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
}

interface Results {
  readonly query: string;
  readonly items: readonly {
    readonly resource: string;
    readonly id: string;
    readonly title: string;
    readonly subtitle: string | null;
    readonly score: number;
    readonly record: Readonly<Record<string, unknown>>;
  }[];
}

const LEADS = [
  { lastName: 'Hannigan', firstName: 'Zoë', email: 'zoe@straße.example', phone: '+1 (234) 567-890' },
  { lastName: 'Johnson', firstName: 'Ann', company: 'Globex Corporation', phone: '030/123 45' },
  { lastName: 'Annex', company: 'Ann & Sons' },
  { lastName: 'Van der Ann-Berg', company: 'Umbrella' },
  { lastName: 'Ann', company: 'Hooli' },
  { lastName: 'Иванов', company: '50% off_now' },
];

describe('search', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
    for (const body of LEADS) await admin.post('/api/leads', { body });
    const deleted = await admin.post('/api/leads', { body: { lastName: 'Annihilated' } });
    await admin.delete(`/api/leads/${String(deleted.body['id'])}`);
  });

  const names = async (query: string, client: ApiClient = admin): Promise<string[]> => {
    const { status, body } = await client.get<SearchPage>(`/api/leads?${query}`);
    expect({ query, status }).toEqual({ query, status: 200 });
    return body.items.map(({ lastName }) => lastName);
  };
  const sought = (text: string): string => `search=${encodeURIComponent(text)}`;

  describe('in a list', () => {
    it.each([
      ['234567', ['Hannigan']],
      ['(234) 567', ['Hannigan']],
      ['+1 234-567-890', ['Hannigan']],
      ['3012345', ['Johnson']],
      ['zoe hann', ['Hannigan']],
      ['hannigan zoë', ['Hannigan']],
      ['STRASSE', ['Hannigan']],
      ['strasse.ex', ['Hannigan']],
      ['ива', ['Иванов']],
      ['ab', []],
      ['zo', ['Hannigan']],
      ['oe', []],
      ['50% off', ['Иванов']],
      ['off_', ['Иванов']],
      ['off%', []],
      ['annex xylophone', []],
      ['annihilated', []],
      ["'; DROP TABLE leads; --", []],
    ])('finds by %s', async (text, expected) => {
      expect(await names(sought(text))).toEqual(expected);
    });

    it('ranks a whole field before its beginning, a word, the beginning of one and a part of one; then the newest', async () => {
      const ranked = ['Ann', 'Johnson', 'Annex', 'Van der Ann-Berg', 'Hannigan'];
      expect(await names('search=ann')).toEqual(ranked);
      expect(await names('search=ann&sortBy=createdAt')).toEqual([
        'Hannigan',
        'Johnson',
        'Annex',
        'Van der Ann-Berg',
        'Ann',
      ]);
      expect((await admin.get('/api/leads?search=ann&sortOrder=desc')).status).toBe(200);
    });

    it('comes in numbered pages and by cursors, with an honest total', async () => {
      const ranked = await names('search=ann');
      const paged: string[] = [];
      for (const page of [1, 2, 3, 4]) {
        const { body } = await admin.get<SearchPage>(`/api/leads?search=ann&pageSize=2&page=${page}`);
        expect(body).toMatchObject({ page, totalCount: 5, totalPages: 3, hasNextPage: page < 3 });
        expect(body.totalCountCapped).toBeUndefined();
        paged.push(...body.items.map(({ lastName }) => lastName));
      }
      expect(paged).toEqual(ranked);
      const walked: string[] = [];
      let cursor = '';
      do {
        const { body } = await admin.get<SearchPage>(`/api/leads?search=ann&limit=2${cursor}`);
        expect(body.totalCount).toBeUndefined();
        walked.push(...body.items.map(({ lastName }) => lastName));
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      expect(walked).toEqual(ranked);
      const first = await admin.get<SearchPage>('/api/leads?search=ann&limit=2');
      const wrong = `cursor=${first.body.nextCursor ?? ''}`;
      for (const query of ['search=an', 'search=ann&sortBy=createdAt&sortOrder=desc', 'sortBy=createdAt']) {
        expect((await admin.get(`/api/leads?${query}&limit=2&${wrong}`)).status).toBe(400);
      }
    });

    it('shows what resembles it when nothing holds it, in pages too', async () => {
      expect(await names('search=Hanigan')).toEqual(['Hannigan']);
      expect(await names(sought('Jonson globx'))).toEqual(['Johnson']);
      expect(await names('search=Umbrela&sortBy=createdAt')).toEqual([]);
      expect(await names('search=xylophone')).toEqual([]);
      for (let index = 0; index < 5; index += 1) {
        await admin.post('/api/leads', { body: { lastName: `Schwarzenegger ${index}` } });
      }
      const query = 'search=Schwarzeneger&company[isNull]=true';
      const first = await admin.get<SearchPage>(`/api/leads?${query}&limit=3&includeTotal=true`);
      expect(first.body).toMatchObject({ totalCount: 5, hasNextPage: true });
      const rest = await names(`${query}&limit=3&cursor=${first.body.nextCursor ?? ''}`);
      expect([...first.body.items.map(({ lastName }) => lastName), ...rest]).toEqual(
        [4, 3, 2, 1, 0].map((index) => `Schwarzenegger ${index}`),
      );
      const beyond = await admin.get<SearchPage>(`/api/leads?${query}&page=3&pageSize=3`);
      expect(beyond.body).toMatchObject({ items: [], totalCount: 5 });
    });

    it('holds together with filters', async () => {
      expect(await names('search=ann&company=Hooli')).toEqual(['Ann']);
      expect((await admin.get('/api/leads?search=ann&company=Hooli')).body).toMatchObject({ totalCount: 1 });
    });

    it.each([
      '%',
      '& -',
      Array.from({ length: 11 }, (_, index) => `word${index}`).join(' '),
      'x'.repeat(201),
    ])('refuses %j', async (text) => {
      expect(await admin.get(`/api/leads?${sought(text)}`)).toMatchObject({
        status: 400,
        body: { error: { details: [{ field: 'search' }] } },
      });
    });
  });

  describe('across resources', () => {
    const find = async (query: string, client: ApiClient = admin): Promise<Results> => {
      const { status, body } = await client.get<Results>(`/api/search?${query}`);
      expect({ query, status }).toEqual({ query, status: 200 });
      return body;
    };

    it('answers the best first, and finds what was written a moment ago', async () => {
      const { body } = await admin.post('/api/leads', {
        body: { firstName: 'Momentary', lastName: 'Person', company: 'Acme', email: 'p@example.com' },
      });
      const results = await find('q=momentary%20PERSON');
      expect(results).toMatchObject({
        query: 'momentary PERSON',
        items: [{ resource: 'leads', id: body['id'], title: 'Momentary Person', subtitle: 'Acme', score: 1 }],
      });
      expect(results.items[0]?.record).toEqual(body);
      await admin.patch(`/api/leads/${String(body['id'])}`, { body: { firstName: 'Lasting' } });
      expect((await find('q=momentary&resources=leads')).items).toEqual([]);
      const scores = (await find('q=ann&limit=50')).items.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((one, other) => other - one));
      expect(scores.length).toBeGreaterThan(4);
      expect((await find('q=ann&limit=2')).items).toHaveLength(2);
      const [similar] = (await find('q=hanigan')).items;
      expect(similar).toMatchObject({ title: 'Zoë Hannigan' });
      expect(similar?.score).toBeLessThan(0.4);
    });

    it.each([
      ['', 'q'],
      ['q=', 'q'],
      ['q=%20', 'q'],
      ['q=%25', 'q'],
      ['q=a&q=b', 'q'],
      [`q=${'x'.repeat(201)}`, 'q'],
      ['q=a&limit=0', 'limit'],
      ['q=a&limit=51', 'limit'],
      ['q=a&limit=ten', 'limit'],
      ['q=a&resources=bogus', 'resources'],
      ['q=a&resources=', 'resources'],
      ['q=a&resources=roles', 'resources'],
      ['q=a&bogus=1', 'bogus'],
    ])('refuses %s and names %s', async (query, field) => {
      expect(await admin.get(`/api/search?${query}`)).toMatchObject({
        status: 400,
        body: { error: { code: 'BAD_REQUEST', details: [{ field }] } },
      });
    });

    it('finds nothing beyond what the caller may read', async () => {
      await admin.post('/api/roles', { body: { name: 'Blind', permissions: ['users:read'] } });
      const blind = await addMember(admin, 'Blind');
      expect((await find('q=ann', blind)).items).toEqual([]);
      expect((await blind.get('/api/search?q=ann&resources=leads')).status).toBe(403);
      await admin.post('/api/roles', {
        body: { name: 'Narrow', permissions: ['leads:read:own', 'leads:create:own'] },
      });
      const narrow = await addMember(admin, 'Narrow');
      await narrow.post('/api/leads', { body: { lastName: 'Ann of mine' } });
      expect((await find('q=ann', narrow)).items.map(({ title }) => title)).toEqual(['Ann of mine']);
      expect(await names('search=ann', narrow)).toEqual(['Ann of mine']);
      // What resembles it is not shown to those who have nothing that holds it, where others have.
      expect((await find('q=globex', narrow)).items).toEqual([]);
    });

    it('finds nothing by a field that is hidden from the caller', async () => {
      const fieldRules = { leads: { company: 'hidden', email: 'hidden' } };
      await admin.post('/api/roles', { body: { name: 'Half', permissions: ['*:*'], fieldRules } });
      const half = await addMember(admin, 'Half');
      for (const text of ['globex', 'globx', 'hooli', 'strasse', 'ann hooli', 'globex johnson']) {
        expect((await find(`q=${encodeURIComponent(text)}`, half)).items).toEqual([]);
        for (const query of [
          sought(text),
          `${sought(text)}&sortBy=id`,
          `${sought(text)}&limit=5&includeTotal=true`,
        ]) {
          expect((await half.get(`/api/leads?${query}`)).body).toMatchObject({ items: [], totalCount: 0 });
        }
      }
      const [hit] = (await find('q=johnson', half)).items;
      expect(hit).toMatchObject({ title: 'Ann Johnson', subtitle: '030/123 45' });
      expect(hit?.record).not.toHaveProperty('company');
      // "Ann & Sons" is hidden, so the name alone says how well this one fits.
      const annex = (await find('q=ann', half)).items.find(({ title }) => title === 'Annex');
      expect(annex?.score).toBe(0.8);
      const allHidden = Object.fromEntries(
        ['firstName', 'lastName', 'company', 'email', 'phone'].map((field) => [field, 'hidden']),
      );
      await admin.post('/api/roles', {
        body: { name: 'Hidden', permissions: ['*:*'], fieldRules: { leads: allHidden } },
      });
      const hidden = await addMember(admin, 'Hidden');
      expect((await find('q=ann', hidden)).items).toEqual([]);
      expect((await hidden.get('/api/leads?search=ann')).status).toBe(400);
    });

    it('sees nothing of another tenant', async () => {
      const stranger = await api().register();
      expect((await find('q=ann', stranger)).items).toEqual([]);
    });
  });
});
