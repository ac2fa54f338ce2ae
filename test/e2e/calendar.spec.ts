import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

type Item = Readonly<Record<string, unknown>>;

interface Listed {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

describe('the calendar', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let member: Member;

  beforeAll(async () => {
    admin = await api().register();
    member = await addMember(admin, 'User');
  });

  async function made(body: Item): Promise<string> {
    const answer = await admin.post('/api/calendar/events', { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  async function occurrences(query: string, eventId?: string): Promise<readonly Item[]> {
    const { status, body } = await admin.get<Listed>(`/api/calendar/occurrences?${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body.items.filter((item) => eventId === undefined || item['eventId'] === eventId);
  }

  const startsOf = (items: readonly Item[]) => items.map(({ startsAt }) => String(startsAt).slice(0, 16));
  const at = (id: string, start: string) => `/api/calendar/events/${id}/occurrences/${start}`;
  const details = (field: string, message: string) => ({
    status: 422,
    body: { error: { details: [{ field, message: expect.stringContaining(message) }] } },
  });

  it('keeps the wall clock of a series when the clocks are changed', async () => {
    const id = await made({
      ...{ title: 'Stand-up', startsAt: '2027-03-22T08:00:00Z', endsAt: '2027-03-22T08:15:00Z' },
      ...{ timeZone: 'Europe/Berlin', recurrenceRule: 'rrule:freq=weekly;byday=mo,th' },
    });
    expect((await admin.get(`/api/calendar/events/${id}`)).body).toMatchObject({
      recurrence: 'weekly',
      recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO,TH',
    });
    const items = await occurrences('from=2027-03-22&to=2027-04-05', id);
    expect(startsOf(items)).toEqual([
      '2027-03-22T08:00',
      '2027-03-25T08:00',
      '2027-03-29T07:00',
      '2027-04-01T07:00',
    ]);
    expect(items[3]).toMatchObject({
      endsAt: '2027-04-01T07:15:00.000Z',
      isChanged: false,
      title: 'Stand-up',
    });
    expect(await occurrences('from=2027-03-22T08:15:00Z&to=2027-03-25T08:00:00Z', id)).toEqual([]);
    expect(await occurrences('from=2027-03-22T08:14:00Z&to=2027-03-22T08:15:00Z', id)).toHaveLength(1);
    const far = await occurrences('from=2090-01-01&to=2090-02-01', id);
    expect(far).toHaveLength(9);
  });

  it('says in a word how often an event takes place, or takes the word for a rule', async () => {
    const id = await made({ title: 'Weekly', startsAt: '2028-05-03T09:00:00Z', recurrence: 'weekly' });
    const path = `/api/calendar/events/${id}`;
    const stored = await admin.get(path);
    expect(stored.body).toMatchObject({ recurrenceRule: 'FREQ=WEEKLY' });
    expect(await admin.put(path, { body: stored.body })).toMatchObject({ status: 200, body: { version: 1 } });
    const daily = { ...stored.body, recurrence: 'daily' };
    expect((await admin.put(path, { body: daily })).body).toMatchObject({ recurrenceRule: 'FREQ=DAILY' });
    const monthly = { recurrenceRule: 'FREQ=MONTHLY;COUNT=3;BYMONTHDAY=3' };
    expect((await admin.patch(path, { body: monthly })).body).toMatchObject({ recurrence: 'monthly' });
    expect(await occurrences('from=2028-05-01&to=2029-04-30', id)).toHaveLength(3);
    expect((await admin.patch(path, { body: { recurrence: 'none' } })).body).toMatchObject({
      recurrenceRule: null,
    });
    expect(await occurrences('from=2028-05-01&to=2029-04-30', id)).toHaveLength(1);
    expect(
      await admin.patch(path, { body: { recurrence: 'yearly', recurrenceRule: 'FREQ=DAILY' } }),
    ).toMatchObject(details('recurrence', 'differs'));
  });

  it('refuses rules that are none, or that do not fit, and changes nothing', async () => {
    const event = { title: 'Never', startsAt: '2027-05-03T09:00:00Z' };
    const refused = async (recurrenceRule: string, more: Item = {}) =>
      admin.post('/api/calendar/events', { body: { ...event, recurrenceRule, ...more } });
    const rule = (message: string) => details('recurrenceRule', message);
    expect(await refused('FREQ=HOURLY')).toMatchObject(rule('value of FREQ'));
    expect(await refused('FREQ=DAILY;BYHOUR=9')).toMatchObject(rule('BYHOUR'));
    expect(await refused('FREQ=DAILY;COUNT=1001')).toMatchObject(rule('at most 1000'));
    expect(await refused('FREQ=DAILY;COUNT=2;UNTIL=20280101')).toMatchObject(rule('not both'));
    expect(await refused('FREQ=DAILY;UNTIL=20280230')).toMatchObject(rule('no day'));
    expect(await refused('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')).toMatchObject(rule('no occurrence'));
    expect(await refused('FREQ=WEEKLY;BYDAY=TU')).toMatchObject(
      details('startsAt', 'the first is 2027-05-04T09:00:00.000Z'),
    );
    expect(await refused('FREQ=WEEKLY', { exceptionDates: ['2027-05-04T09:00:00Z'] })).toMatchObject(
      details('exceptionDates.0', 'an occurrence'),
    );
    expect((await admin.get<Listed>('/api/calendar/events?title=Never')).body.items).toEqual([]);
  });

  it('changes and cancels one occurrence, which the others do not notice', async () => {
    const start = '2029-05-07T09:00:00.000Z';
    const id = await made({ title: 'Sync', startsAt: start, recurrence: 'weekly', timeZone: 'UTC' });
    const second = at(id, '2029-05-14T09:00:00Z');
    const changed = await admin.patch(second, {
      body: { startsAt: '2029-05-15T10:00:00Z', title: 'Late sync' },
    });
    expect(changed).toMatchObject({
      status: 200,
      headers: expect.anything(),
      body: {
        id,
        version: 2,
        changedOccurrences: [
          {
            ...{ originalStart: '2029-05-14T09:00:00.000Z', startsAt: '2029-05-15T10:00:00.000Z' },
            ...{ endsAt: '2029-05-15T10:30:00.000Z', title: 'Late sync', location: null },
          },
        ],
      },
    });
    await admin.patch(second, { body: { location: 'Berlin' } });
    expect((await admin.delete(at(id, '2029-05-21T09:00:00Z'))).status).toBe(204);
    const items = await occurrences('from=2029-05-01&to=2029-06-01', id);
    expect(startsOf(items)).toEqual(['2029-05-07T09:00', '2029-05-15T10:00', '2029-05-28T09:00']);
    expect(items[1]).toMatchObject({ title: 'Late sync', location: 'Berlin', isChanged: true });
    for (const none of ['2029-05-21T09:00:00Z', '2029-05-08T09:00:00Z', 'x'])
      expect((await admin.patch(at(id, none), { body: { title: 'x' } })).status).toBe(404);
    expect((await admin.patch(`${second}?scope=some`, { body: { title: 'x' } })).status).toBe(400);
    const stale = { body: { title: 'x' }, headers: { 'if-match': '"1"' } };
    expect((await admin.patch(second, stale)).status).toBe(412);
    const backwards = { endsAt: '2029-05-15T09:00:00Z' };
    expect(await admin.patch(second, { body: backwards })).toMatchObject(details('endsAt', 'before'));
    // Moved as a whole, a series keeps no exceptions that are none of its occurrences any more.
    const moved = await admin.patch(`/api/calendar/events/${id}`, {
      body: { startsAt: '2029-05-08T09:00:00Z' },
    });
    expect(moved.body).toMatchObject({ exceptionDates: [], changedOccurrences: [] });
  });

  it('splits a series where what follows is changed or cancelled', async () => {
    const id = await made({
      ...{ title: 'Course', startsAt: '2030-01-07T09:00:00Z', recurrenceRule: 'FREQ=WEEKLY;COUNT=6' },
      ...{
        timeZone: 'UTC',
        exceptionDates: ['2030-01-14T09:00:00Z'],
        attendees: [{ userId: member.userId }],
      },
    });
    const third = at(id, '2030-01-21T09:00:00.000Z');
    const rest = await admin.patch(`${third}?scope=following`, {
      body: { startsAt: '2030-01-22T10:00:00Z' },
    });
    expect(rest).toMatchObject({
      status: 200,
      body: {
        title: 'Course',
        recurrenceRule: 'FREQ=WEEKLY;COUNT=4',
        attendees: [{ userId: member.userId }],
      },
    });
    expect(rest.body['id']).not.toBe(id);
    expect(startsOf(await occurrences('from=2030-01-01&to=2030-03-01', id))).toEqual(['2030-01-07T09:00']);
    const restId = String(rest.body['id']);
    expect(startsOf(await occurrences('from=2030-01-01&to=2030-03-01', restId))).toEqual([
      ...['2030-01-22T10:00', '2030-01-29T10:00', '2030-02-05T10:00', '2030-02-12T10:00'],
    ]);
    const last = at(restId, '2030-02-05T10:00:00Z');
    expect((await admin.delete(`${last}?scope=following`)).status).toBe(204);
    expect(await occurrences('from=2030-01-01&to=2030-03-01', restId)).toHaveLength(2);
    const all = await admin.patch(`${at(restId, '2030-01-29T10:00:00Z')}?scope=all`, {
      body: { startsAt: '2030-01-29T12:00:00Z', title: 'Seminar' },
    });
    expect(all.body).toMatchObject({ id: restId, title: 'Seminar', startsAt: '2030-01-22T12:00:00.000Z' });
    const first = at(restId, '2030-01-22T12:00:00Z');
    expect((await member.delete(`${first}?scope=all`)).status).toBe(403);
    expect((await admin.delete(`${first}?scope=following`)).status).toBe(204);
    expect((await admin.get(`/api/calendar/events/${restId}`)).status).toBe(404);
  });

  it('counts whole days as days', async () => {
    const id = await made({
      ...{ title: 'Duty', allDay: true, timeZone: 'America/Santiago', startsAt: '2027-09-03T12:00:00Z' },
      recurrenceRule: 'FREQ=DAILY;UNTIL=20270906',
    });
    // On 5 September 2027 clocks there go from 24:00 to 01:00.
    const items = await occurrences('from=2027-09-01&to=2027-09-30', id);
    expect(items.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      ['2027-09-03T04:00:00.000Z', '2027-09-04T04:00:00.000Z'],
      ['2027-09-04T04:00:00.000Z', '2027-09-05T04:00:00.000Z'],
      ['2027-09-05T04:00:00.000Z', '2027-09-06T03:00:00.000Z'],
      ['2027-09-06T03:00:00.000Z', '2027-09-07T03:00:00.000Z'],
    ]);
    const two = `${at(id, '2027-09-04T04:00:00Z')}?scope=all`;
    const moved = await admin.patch(two, { body: { startsAt: '2027-09-05T12:00:00Z' } });
    expect(moved.body).toMatchObject({
      startsAt: '2027-09-04T04:00:00.000Z',
      endsAt: '2027-09-05T04:00:00.000Z',
    });
  });

  it('asks for a bounded range, and gives it in pages', async () => {
    const id = await made({ title: 'Daily', startsAt: '2031-01-01T09:00:00Z', recurrence: 'daily' });
    for (const bad of [
      ...['', 'from=2031-01-01', 'from=2031-01-01&to=2131-01-01', 'from=2031-01-02&to=2031-01-01'],
      ...[
        'from=x&to=2031-01-01',
        'from=2031-01-01&to=2031-02-01&limit=1001',
        'from=2031-01-01&to=2031-02-01&x=1',
      ],
      ...['from=2031-01-01&to=2031-02-01&type=party', 'from=2031-01-01&to=2031-02-01&cursor=x'],
    ])
      expect({ bad, status: (await admin.get(`/api/calendar/occurrences?${bad}`)).status }).toEqual({
        bad,
        status: 400,
      });
    const query = '/api/calendar/occurrences?from=2031-01-01&to=2031-01-11&limit=4';
    const seen: Item[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Listed } = await admin.get<Listed>(`${query}${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items);
      cursor = body.nextCursor;
    }
    const daily = seen.filter(({ eventId }) => eventId === id);
    expect(new Set(startsOf(daily)).size).toBe(10);
    expect(daily).toHaveLength(10);
    expect(startsOf(seen)).toEqual(startsOf(seen).toSorted());
    expect(await occurrences(`from=2031-01-01&to=2031-01-11&ownerId=${member.userId}`)).toEqual([]);
  });
});
