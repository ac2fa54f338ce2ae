import { beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const DAY = 86_400_000;
const NASTY =
  'Lunch; with "Ada", \\ and\nBob 👩‍🚀 on a day that is so long that no line of seventy-five octets holds it äöü';

type Item = Readonly<Record<string, unknown>>;

describe('the calendar feed', () => {
  const { api, product } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let member: Member;
  /** A Monday, at nine in Berlin. */
  let monday: number;

  beforeAll(async () => {
    admin = await api().register();
    member = await addMember(admin, 'User');
    const today = Math.floor(Date.now() / DAY) * DAY;
    monday = today + ((8 - new Date(today).getUTCDay()) % 7) * DAY + 8 * 3_600_000;
  });

  async function made(body: Item): Promise<string> {
    const answer = await admin.post('/api/calendar/events', { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  const iso = (moment: number) => new Date(moment).toISOString();

  async function read(url: string): Promise<{ status: number; text: string; headers: Headers }> {
    const answer = await fetch(product().url + new URL(url).pathname);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }

  async function feedOf(client: ApiClient): Promise<string> {
    const { status, body } = await client.post('/api/calendar/feed');
    expect(status).toBe(201);
    return String(body['url']);
  }

  function eventsIn(text: string): ICAL.Component[] {
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
    return calendar.getAllSubcomponents('vevent');
  }

  it('is what other programs make the same occurrences of', async () => {
    const id = await made({
      ...{
        title: 'Weekly',
        startsAt: iso(monday),
        endsAt: iso(monday + 3_600_000),
        timeZone: 'Europe/Berlin',
      },
      ...{ recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO,TH', reminders: [15] },
      attendees: [{ userId: member.userId }, { email: 'bob@example.com', name: 'Bob "B"' }],
    });
    const shown = async (query: string) => {
      const range = `from=${iso(monday)}&to=${iso(monday + 360 * DAY)}`;
      const { body } = await admin.get<{ items: Item[] }>(
        `/api/calendar/occurrences?${range}&limit=1000${query}`,
      );
      return body.items.filter(({ eventId }) => eventId === id).map(({ startsAt }) => String(startsAt));
    };
    const [, second = '', third = ''] = await shown('');
    const path = `/api/calendar/events/${id}/occurrences`;
    await admin.delete(`${path}/${second}`);
    const moved = { startsAt: iso(Date.parse(third) + 7_200_000), title: 'Moved' };
    await admin.patch(`${path}/${third}`, { body: moved });
    const { status, text, headers } = await read(await feedOf(admin));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const all = eventsIn(text).filter((each) => String(each.getFirstPropertyValue('uid')).startsWith(id));
    const series = all.find((each) => each.getFirstProperty('recurrence-id') === null);
    const exceptions = all.filter((each) => each !== series);
    expect(exceptions).toHaveLength(1);
    if (series === undefined) throw new Error('no series');
    const event = new ICAL.Event(series, { exceptions, strictExceptions: true });
    expect(event.attendees.map((each) => each.getParameter('cn'))).toEqual([expect.any(String), 'Bob B']);
    const found: string[] = [];
    const iterator = event.iterator();
    for (
      let next = iterator.next() as ICAL.Time | undefined;
      next !== undefined;
      next = iterator.next() as ICAL.Time | undefined
    ) {
      const start = event.getOccurrenceDetails(next).startDate.toJSDate();
      if (start.getTime() >= monday + 360 * DAY) break;
      found.push(start.toISOString());
    }
    expect(found.toSorted()).toEqual((await shown('')).toSorted());
    expect(found.length).toBeGreaterThan(95);
  });

  it('keeps to the form: lines of 75 octets that end in CRLF, texts that mean nothing else', async () => {
    await made({
      title: NASTY.slice(0, 90),
      description: NASTY,
      startsAt: iso(monday),
      location: 'a,b;c\\d',
    });
    await made({
      title: 'Fair',
      allDay: true,
      timeZone: 'Asia/Tokyo',
      startsAt: '2027-05-03T00:00:00+09:00',
      endsAt: '2027-05-05T00:00:00+09:00',
    });
    const { text } = await read(await feedOf(admin));
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    const lines = text.split('\r\n');
    expect(lines.filter((line) => Buffer.byteLength(line) > 75 || /[\r\n]/.test(line))).toEqual([]);
    const events = eventsIn(text);
    const nasty = events.find((each) => each.getFirstPropertyValue('location') === 'a,b;c\\d');
    expect(nasty?.getFirstPropertyValue('description')).toBe(NASTY);
    const fair = events.find((each) => each.getFirstPropertyValue('summary') === 'Fair');
    expect(String(fair?.getFirstPropertyValue('dtstart'))).toBe('2027-05-03');
    expect(String(fair?.getFirstPropertyValue('dtend'))).toBe('2027-05-05');
  });

  it('shows a user what they own or are asked to, until the link is replaced or revoked', async () => {
    const first = await feedOf(member);
    const seen = eventsIn((await read(first)).text).map((each) => each.getFirstPropertyValue('summary'));
    expect(new Set(seen)).toEqual(new Set(['Weekly', 'Moved']));
    expect((await member.get('/api/calendar/feed')).body).toMatchObject({ url: first });
    const second = await feedOf(member);
    expect((await read(first)).status).toBe(404);
    expect((await read(second)).status).toBe(200);
    expect((await read(`${second.slice(0, -6)}x.ics`)).status).toBe(404);
    expect((await member.delete('/api/calendar/feed')).status).toBe(204);
    expect((await read(second)).status).toBe(404);
    expect((await member.get('/api/calendar/feed')).status).toBe(404);
    const third = await feedOf(member);
    await admin.patch(`/api/users/${member.userId}`, { body: { active: false } });
    expect((await read(third)).status).toBe(404);
  });
});
