import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface List {
  readonly items: Record<string, unknown>[];
  readonly totalCount: number;
}

describe('relationships between contacts', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const makeContact = async (client = admin): Promise<string> =>
    String((await client.post('/api/contacts', { body: { lastName: 'Morgan' } })).body['id']);
  const relate = (contact: string, other: string, kind: string, more = {}, client = admin) =>
    client.post(`/api/contacts/${contact}/relationships`, { body: { contactId: other, kind, ...more } });
  const relationshipsOf = async (contact: string, client = admin) =>
    (await client.get<List>(`/api/contacts/${contact}/relationships`)).body.items;
  const versionOf = async (contact: string) => (await admin.get(`/api/contacts/${contact}`)).body['version'];

  it.each([
    ['parent', 'child'],
    ['manager', 'directReport'],
    ['assistant', 'principal'],
    ['referredBy', 'referred'],
    ['spouse', 'spouse'],
    ['other', 'other'],
  ])('are seen from both sides: %s and %s', async (kind, inverse) => {
    const [one, other] = [await makeContact(), await makeContact()];
    // Whichever of the two ids is the lesser one.
    for (const [here, there] of [[one, other] as const, [other, one] as const]) {
      const made = await relate(here, there, kind, { note: 'Since school' });
      expect(made).toMatchObject({ status: 201, body: { contactId: there, kind, note: 'Since school' } });
      const { id } = made.body;
      expect(await relationshipsOf(here)).toMatchObject([{ id, contactId: there, kind }]);
      expect(await relationshipsOf(there)).toMatchObject([{ id, contactId: here, kind: inverse }]);
      for (const [from, to, again] of [[here, there, kind] as const, [there, here, inverse] as const]) {
        expect(await relate(from, to, again)).toMatchObject({
          status: 409,
          body: { error: { code: 'DUPLICATE' } },
        });
      }
      // Either of them may end it.
      expect((await admin.delete(`/api/contacts/${there}/relationships/${String(id)}`)).status).toBe(204);
      expect((await admin.delete(`/api/contacts/${there}/relationships/${String(id)}`)).status).toBe(404);
      expect(await relationshipsOf(here)).toEqual([]);
    }
    expect([await versionOf(one), await versionOf(other)]).toEqual([5, 5]);
  });

  it('are with another contact, of a known kind', async () => {
    const contact = await makeContact();
    const bad: readonly [string, string, string][] = [
      [contact, 'friend', 'contactId'],
      ['none', 'friend', 'contactId'],
      [await makeContact(), 'enemy', 'kind'],
    ];
    for (const [other, kind, field] of bad) {
      expect(await relate(contact, other, kind)).toMatchObject({
        status: 422,
        body: { error: { code: 'VALIDATION_ERROR', details: [{ field }] } },
      });
    }
    expect((await relate(contact, NOBODYS_ID, 'friend')).status).toBe(404);
    expect(await versionOf(contact)).toBe(1);
  });

  it('are made once, and end no request in a deadlock, when both sides say so at once', async () => {
    const contacts = await Promise.all(Array.from({ length: 4 }, () => makeContact()));
    const pairs = contacts.flatMap((one) =>
      contacts.filter((other) => other !== one).map((other) => [one, other]),
    );
    const answers = await Promise.all(pairs.map(([one = '', other = '']) => relate(one, other, 'friend')));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([
      ...Array.from({ length: 6 }, () => 201),
      ...Array.from({ length: 6 }, () => 409),
    ]);
    for (const contact of contacts) expect(await relationshipsOf(contact)).toHaveLength(3);
  });

  it('show nobody a contact that is out of reach', async () => {
    const own = ['contacts:read:own', 'contacts:create', 'contacts:update:own'];
    await admin.post('/api/roles', { body: { name: 'Own', permissions: own } });
    const member = await addMember(admin, 'Own');
    const [theirs, mine, alsoMine] = [
      await makeContact(),
      await makeContact(member),
      await makeContact(member),
    ];
    const made = await relate(mine, theirs, 'friend');
    expect((await relate(mine, alsoMine, 'sibling', {}, member)).status).toBe(201);
    expect(await relationshipsOf(mine, member)).toMatchObject([{ contactId: alsoMine }]);
    expect((await member.get(`/api/contacts/${theirs}/relationships`)).status).toBe(404);
    for (const [from, to] of [[mine, theirs] as const, [theirs, mine] as const])
      expect((await relate(from, to, 'partner', {}, member)).status).toBe(404);
    const path = `/api/contacts/${mine}/relationships/${String(made.body['id'])}`;
    expect((await member.delete(path)).status).toBe(404);
    expect(await relationshipsOf(mine)).toHaveLength(2);
  });
});
