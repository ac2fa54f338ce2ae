import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { FeedReader } from '../support/feed-reader.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

type Item = Readonly<Record<string, unknown>>;

interface Listed {
  readonly items: readonly Item[];
}

describe('times of the calendar', () => {
  const { api } = useTestProduct({ SWEEP_MS: '100' });
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

  it('tells when users have no time, and nothing else', async () => {
    const mine = { startsAt: '2032-01-05T09:00:00Z', endsAt: '2032-01-05T10:00:00Z', title: 'Secret' };
    await made({ ...mine, recurrenceRule: 'FREQ=DAILY;COUNT=2', timeZone: 'UTC' });
    await made({
      ...mine,
      startsAt: '2032-01-05T09:30:00Z',
      endsAt: '2032-01-05T11:00:00Z',
      attendees: [{ userId: member.userId }],
    });
    await made({
      ...mine,
      startsAt: '2032-01-05T12:00:00Z',
      endsAt: '2032-01-05T13:00:00Z',
      type: 'reminder',
    });
    await made({
      ...mine,
      startsAt: '2032-01-05T14:00:00Z',
      endsAt: '2032-01-05T15:00:00Z',
      status: 'cancelled',
    });
    await admin.post('/api/roles', {
      body: { name: 'Own events', permissions: ['calendar-events:read:own'] },
    });
    const other = await addMember(admin, 'Own events');
    const users = [admin.tenant.userId, member.userId, NOBODYS_ID].join(',');
    const answer = await other.get(
      `/api/calendar/busy?from=2032-01-05T08:30:00Z&to=2032-01-06T09:30:00Z&userIds=${users}`,
    );
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      items: [
        {
          userId: admin.tenant.userId,
          busy: [
            { startsAt: '2032-01-05T09:00:00.000Z', endsAt: '2032-01-05T11:00:00.000Z' },
            { startsAt: '2032-01-06T09:00:00.000Z', endsAt: '2032-01-06T09:30:00.000Z' },
          ],
        },
        {
          userId: member.userId,
          busy: [{ startsAt: '2032-01-05T09:30:00.000Z', endsAt: '2032-01-05T11:00:00.000Z' }],
        },
        { userId: NOBODYS_ID, busy: [] },
      ],
    });
    expect(
      (await other.get<Listed>('/api/calendar/occurrences?from=2032-01-05&to=2032-01-06')).body.items,
    ).toEqual([]);
    expect((await other.get('/api/calendar/busy?from=2032-01-05&to=2032-01-06&userIds=x')).status).toBe(400);
  });

  it('reminds of each occurrence once, and of none that was cancelled', async () => {
    // Reminders a day apart, of which two are due at the same moment: one of the first occurrence, one of the second.
    const soon = new Date(Date.now() + 4_000);
    const id = await made({
      ...{
        title: 'Soon',
        startsAt: soon.toISOString(),
        recurrenceRule: 'FREQ=DAILY;COUNT=3',
        timeZone: 'UTC',
      },
      reminders: [0, 1_440],
    });
    const cancelled = await made({ title: 'Cancelled', startsAt: soon.toISOString(), reminders: [0] });
    await admin.patch(`/api/calendar/events/${cancelled}`, { body: { status: 'cancelled' } });
    const deleted = await made({ title: 'Deleted', startsAt: soon.toISOString(), reminders: [0] });
    await admin.delete(`/api/calendar/events/${deleted}`);
    const last = await made({
      title: 'Last',
      startsAt: new Date(soon.getTime() + 300).toISOString(),
      reminders: [0],
    });
    const events = await new FeedReader(admin).until('the last is reminded of', (all) =>
      all.some(({ type, recordId }) => type === 'calendar-event.reminder' && recordId === last),
    );
    const told = events.filter(({ type }) => type === 'calendar-event.reminder');
    expect(told.map(({ recordId }) => recordId)).toEqual([id, id, last]);
    const second = new Date(soon.getTime() + 86_400_000).toISOString();
    expect(told.slice(0, 2).map(({ data }) => data['lastReminder'])).toEqual([
      { dueAt: soon.toISOString(), minutesBefore: 0, occurrenceStart: soon.toISOString() },
      { dueAt: soon.toISOString(), minutesBefore: 1_440, occurrenceStart: second },
    ]);
  });
});
