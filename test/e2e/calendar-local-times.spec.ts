import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('times of calendar events without an offset', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  const made = async (more: Record<string, unknown>) => {
    const answer = await admin.post('/api/calendar/events', { body: { title: 'Demonstration', ...more } });
    expect(answer.status).toBe(201);
    return answer.body;
  };

  it('are what the clocks of its time zone show', async () => {
    const event = await made({
      startsAt: '2032-07-01T09:00',
      endsAt: '2032-07-01T10:00:00',
      timeZone: 'Europe/Berlin',
    });
    expect(event).toMatchObject({ startsAt: '2032-07-01T07:00:00.000Z', endsAt: '2032-07-01T08:00:00.000Z' });
    const path = `/api/calendar/events/${String(event['id'])}`;
    const moved = await admin.patch(path, { body: { startsAt: '2032-12-01T09:00' } });
    expect(moved.body).toMatchObject({
      startsAt: '2032-12-01T08:00:00.000Z',
      endsAt: '2032-12-01T09:00:00.000Z',
    });
    const same = await admin.patch(path, { body: { startsAt: '2032-12-01T09:00' } });
    expect(same.body['version']).toBe(moved.body['version']);
    const exact = await admin.patch(path, { body: { startsAt: '2032-12-01T09:00+00:00' } });
    expect(exact.body).toMatchObject({ startsAt: '2032-12-01T09:00:00.000Z' });
  });

  it('are days of its time zone', async () => {
    const day = { startsAt: '2032-12-01', allDay: true, timeZone: 'America/New_York' };
    expect(await made(day)).toMatchObject({
      startsAt: '2032-12-01T05:00:00.000Z',
      endsAt: '2032-12-02T05:00:00.000Z',
    });
  });

  it('are those of its series for one occurrence, and stand in the way of the caller', async () => {
    const series = await made({
      startsAt: '2033-01-03T09:00',
      timeZone: 'Asia/Tokyo',
      recurrence: 'daily',
    });
    const path = `/api/calendar/events/${String(series['id'])}/occurrences/2033-01-04T00:00:00.000Z`;
    const changed = await admin.patch(path, { body: { startsAt: '2033-01-04T15:00' } });
    expect(changed.status).toBe(200);
    const busy = await admin.get<{ items: unknown[] }>('/api/calendar/busy?from=2033-01-04&to=2033-01-05');
    expect(busy.body.items).toEqual([
      {
        userId: admin.tenant.userId,
        busy: [{ startsAt: '2033-01-04T06:00:00.000Z', endsAt: '2033-01-04T06:30:00.000Z' }],
      },
    ]);
  });
});
