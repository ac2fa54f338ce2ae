import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface Listed {
  readonly items: readonly { readonly id: string }[];
}

describe('tasks, notes and calendar events', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let member: Member;
  let leadId: string;

  beforeAll(async () => {
    admin = await api().register();
    member = await addMember(admin, 'User');
    leadId = await made('/api/leads', { lastName: 'Doe' });
  });

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  const ids = ({ items }: Listed) => items.map(({ id }) => id);
  const details = (field: string, message: string) => ({
    status: 422,
    body: { error: { details: [{ field, message: expect.stringContaining(message) }] } },
  });

  it('keep when a task was completed, and forget it when it is opened again', async () => {
    const id = await made('/api/tasks', { title: 'Call back', leadId });
    const path = `/api/tasks/${id}`;
    const { body } = await admin.get(path);
    expect(body).toMatchObject({
      type: 'other',
      priority: 'medium',
      status: 'todo',
      completedAt: null,
      ownerId: admin.tenant.userId,
      links: [{ resource: 'lead', id: leadId }],
    });
    const done = await admin.patch(path, { body: { status: 'completed' } });
    expect(Date.parse(String(done.body['completedAt']))).toBeGreaterThan(Date.now() - 60_000);
    expect(await admin.put(path, { body: done.body })).toMatchObject({ status: 200, body: { version: 2 } });
    const open = await admin.patch(path, { body: { status: 'in-progress' } });
    expect(open).toMatchObject({ status: 200, body: { completedAt: null } });
    expect(await admin.patch(path, { body: { status: 'done' } })).toMatchObject(
      details('status', 'must be one of'),
    );
    expect(await admin.patch(path, { body: { completedAt: null, title: 'x' } })).toMatchObject({
      status: 200,
    });
  });

  it('list the tasks that are overdue, and those of a record', async () => {
    const late = await made('/api/tasks', { title: 'Late', dueAt: '2024-01-01T00:00:00Z', leadId });
    await made('/api/tasks', { title: 'Later', dueAt: '2099-01-01T00:00:00Z' });
    const overdue = await admin.get<Listed>('/api/tasks?dueAt[lt]=2025-01-01&status[ne]=completed');
    expect(ids(overdue.body)).toEqual([late]);
    const ofLead = await admin.get<Listed>(`/api/leads/${leadId}/tasks?dueAt[lt]=2025-01-01`);
    expect(ids(ofLead.body)).toEqual([late]);
    expect((await admin.get(`/api/leads/${NOBODYS_ID}/tasks`)).status).toBe(404);
    expect((await admin.get(`/api/leads/${leadId}/tasks?links=lead:${leadId}`)).status).toBe(400);
  });

  it('know whom a note mentions, in its text and beside it, as long as they are users', async () => {
    const body = `Ask @[Member](user:${member.userId.toUpperCase()})`;
    const id = await made('/api/notes', { body, leadId, mentions: [admin.tenant.userId], pinned: true });
    const path = `/api/notes/${id}`;
    const both = [admin.tenant.userId, member.userId];
    expect((await admin.get(path)).body).toMatchObject({ pinned: true, mentions: both });
    expect((await admin.patch(path, { body: { body: 'Nobody' } })).body).toMatchObject({
      mentions: [admin.tenant.userId],
    });
    expect((await admin.patch(path, { body: { mentions: [] } })).body).toMatchObject({ mentions: [] });
    const stranger = { body: `@[Nobody](user:${NOBODYS_ID})` };
    expect(await admin.post('/api/notes', { body: stranger })).toMatchObject(
      details('mentions', 'active users'),
    );
    expect(ids((await admin.get<Listed>(`/api/leads/${leadId}/notes`)).body)).toEqual([id]);
    const mentioned = await admin.get<Listed>(`/api/notes?mentions=${member.userId}`);
    expect(mentioned.body.items).toEqual([]);
    const timeline = await admin.get<{ items: { recordId: string }[] }>(
      `/api/leads/${leadId}/timeline?types=note`,
    );
    expect(timeline.body.items.map(({ recordId }) => recordId)).toEqual([id]);
  });

  it('give an event what it does not name, and keep its length when it is moved', async () => {
    const created = await admin.post('/api/calendar/events', {
      body: {
        title: 'Demonstration',
        startsAt: '2027-05-03T09:00:00Z',
        endsAt: '2027-05-03T10:30:00Z',
        attendees: [{ userId: member.userId }, { email: 'Ada@Example.com', name: 'Ada' }],
        reminders: [5, 60, 5],
        leadId,
      },
    });
    const path = `/api/calendar/events/${String(created.body['id'])}`;
    expect(created).toMatchObject({
      status: 201,
      body: {
        type: 'meeting',
        status: 'scheduled',
        ownerId: admin.tenant.userId,
        reminders: [60, 5],
        attendees: [
          { userId: member.userId, email: null, name: null },
          { userId: null, email: 'ada@example.com', name: 'Ada' },
        ],
        lastReminder: null,
        taskId: null,
      },
    });
    expect(created.headers.get('location')).toBe(path);
    const moved = await admin.patch(path, { body: { startsAt: '2027-05-04T23:00:00+02:00' } });
    expect(moved.body).toMatchObject({
      startsAt: '2027-05-04T21:00:00.000Z',
      endsAt: '2027-05-04T22:30:00.000Z',
    });
    expect(await admin.put(path, { body: moved.body })).toMatchObject({ status: 200, body: { version: 2 } });
    const short = await admin.post('/api/calendar/events', {
      body: { title: 'Call', startsAt: '2027-05-03T09:00:00Z' },
    });
    expect(short.body).toMatchObject({ endsAt: '2027-05-03T09:30:00.000Z' });
    const timeline = await admin.get<{ items: { recordId: string }[] }>(
      `/api/leads/${leadId}/timeline?types=calendar-event`,
    );
    expect(timeline.body.items).toHaveLength(1);
    expect((await admin.get('/api/calendar/events/export')).status).toBe(200);
  });

  it('let an event take whole days of its time zone, on the days the clocks change too', async () => {
    const created = await admin.post('/api/calendar/events', {
      body: {
        title: 'Fair',
        allDay: true,
        timeZone: 'Europe/Berlin',
        startsAt: '2027-03-28T11:00:00Z',
        endsAt: '2027-03-29T11:00:00Z',
      },
    });
    // Midnight is at 23:00 UTC before the change and at 22:00 after it.
    expect(created.body).toMatchObject({
      startsAt: '2027-03-27T23:00:00.000Z',
      endsAt: '2027-03-29T22:00:00.000Z',
    });
    const path = `/api/calendar/events/${String(created.body['id'])}`;
    expect(await admin.put(path, { body: created.body })).toMatchObject({ body: { version: 1 } });
  });

  it('refuse events that cannot be, and change nothing', async () => {
    const event = { title: 'Never', startsAt: '2027-05-03T09:00:00Z' };
    const refused = async (more: Record<string, unknown>) =>
      admin.post('/api/calendar/events', { body: { ...event, ...more } });
    expect(await refused({ endsAt: '2027-05-03T08:00:00Z' })).toMatchObject(
      details('endsAt', 'before startsAt'),
    );
    expect(await refused({ endsAt: '2029-05-03T08:00:00Z' })).toMatchObject(details('endsAt', '366 days'));
    expect(await refused({ timeZone: 'Mars/Olympus' })).toMatchObject(details('timeZone', 'IANA'));
    expect(await refused({ reminders: [1, 2, 3, 4, 5, 6] })).toMatchObject(details('reminders', '0 to 5'));
    expect(await refused({ reminders: [-1] })).toMatchObject(details('reminders', 'whole numbers'));
    expect(await refused({ attendees: [{ userId: NOBODYS_ID }] })).toMatchObject(
      details('attendees.0', 'an active user'),
    );
    expect(await refused({ attendees: [{ name: 'Ada' }] })).toMatchObject(
      details('attendees.0', 'must have'),
    );
    expect(await refused({ taskId: NOBODYS_ID })).toMatchObject({ status: 422 });
    const { body } = await admin.get<Listed>('/api/calendar/events?title=Never');
    expect(body.items).toEqual([]);
  });
});
