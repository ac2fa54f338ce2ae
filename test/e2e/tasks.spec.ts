import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { FeedReader } from '../support/feed-reader.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

describe('tasks', () => {
  const { api } = useTestProduct({ SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let member: Member;

  beforeAll(async () => {
    admin = await api().register();
    member = await addMember(admin, 'User');
  });

  async function made(body: unknown): Promise<string> {
    const answer = await admin.post('/api/tasks', { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  async function eventsOf(taskId: string) {
    const { body } = await admin.get<Listed>(`/api/calendar/events?taskId=${taskId}`);
    return body.items;
  }

  it('stand in the calendar when they are to, and their events follow them', async () => {
    const lead = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const id = await made({
      title: 'Visit',
      type: 'meeting',
      dueAt: '2027-05-03T09:00:00Z',
      addToCalendar: true,
      leadId: lead.body['id'],
    });
    const [event] = await eventsOf(id);
    expect(event).toMatchObject({
      ...{ title: 'Visit', type: 'meeting', status: 'scheduled', ownerId: admin.tenant.userId, taskId: id },
      ...{ startsAt: '2027-05-03T09:00:00.000Z', endsAt: '2027-05-03T09:30:00.000Z' },
      links: [{ resource: 'lead', id: lead.body['id'] }],
    });
    const path = `/api/tasks/${id}`;
    const place = { location: 'Berlin', endsAt: '2027-05-03T11:00:00Z' };
    await admin.patch(`/api/calendar/events/${String(event?.['id'])}`, { body: place });
    await admin.patch(path, { body: { dueAt: '2027-05-04T09:00:00Z', ownerId: member.userId } });
    expect(await eventsOf(id)).toMatchObject([
      {
        ...{ location: 'Berlin', ownerId: member.userId, version: 3 },
        ...{ startsAt: '2027-05-04T09:00:00.000Z', endsAt: '2027-05-04T11:00:00.000Z' },
      },
    ]);
    await admin.patch(path, { body: { status: 'completed' } });
    expect(await eventsOf(id)).toMatchObject([{ status: 'completed' }]);
    await admin.patch(path, { body: { status: 'todo' } });
    expect(await eventsOf(id)).toMatchObject([{ status: 'scheduled' }]);
    await admin.patch(path, { body: { addToCalendar: false } });
    expect(await eventsOf(id)).toEqual([]);
  });

  it('take their event along when they are deleted, and get a new one when they are restored', async () => {
    const id = await made({ title: 'Visit', dueAt: '2027-05-03T09:00:00Z', addToCalendar: true });
    const [event] = await eventsOf(id);
    await admin.delete(`/api/tasks/${id}`);
    expect(await eventsOf(id)).toEqual([]);
    await admin.post(`/api/tasks/${id}/restore`);
    const [again] = await eventsOf(id);
    expect(again).toMatchObject({ title: 'Visit', type: 'task' });
    expect(again?.['id']).not.toBe(event?.['id']);
    await admin.delete(`/api/calendar/events/${String(again?.['id'])}`);
    await admin.patch(`/api/tasks/${id}`, { body: { title: 'Visit them' } });
    expect(await eventsOf(id)).toEqual([]);
  });

  it('are made with their event or not at all', async () => {
    const body = { title: 'Never', addToCalendar: true };
    expect(await admin.post('/api/tasks', { body })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'dueAt' }] } },
    });
    await admin.post('/api/roles', {
      body: { name: 'Tasks alone', permissions: ['tasks:create', 'tasks:read'] },
    });
    const clerk = await addMember(admin, 'Tasks alone');
    const dueAt = '2027-05-03T09:00:00Z';
    expect(await clerk.post('/api/tasks', { body: { ...body, dueAt } })).toMatchObject({ status: 403 });
    const tasks = [
      { title: 'Kept', dueAt },
      { ...body, dueAt },
    ];
    expect(await clerk.post('/api/tasks/bulk', { body: { tasks } })).toMatchObject({
      status: 207,
      body: { results: [{ status: 201 }, { status: 403 }] },
    });
    expect((await admin.get<Listed>('/api/tasks?title=Never')).body.items).toEqual([]);
  });

  it('are given to one owner in one call, each with an answer of its own', async () => {
    const ids = [await made({ title: 'One' }), await made({ title: 'Two' })];
    const given = { ids: [ids[0], NOBODYS_ID, ids[1]], ownerId: member.userId };
    expect(await admin.post('/api/tasks/assign?atomic=true', { body: given })).toMatchObject({ status: 422 });
    expect(await admin.post('/api/tasks/assign', { body: given })).toMatchObject({
      status: 207,
      body: { succeeded: 2, failed: 1, results: [{ id: ids[0] }, { status: 404 }, { id: ids[1] }] },
    });
    const { body } = await admin.get<Listed>(`/api/tasks?ownerId=${member.userId}&sortBy=title`);
    expect(body.items.map(({ title }) => title)).toEqual(expect.arrayContaining(['One', 'Two']));
    const taken = { ids, ownerId: null };
    expect(await admin.post('/api/tasks/assign', { body: taken })).toMatchObject({ status: 200 });
    expect((await admin.get(`/api/tasks/${String(ids[0])}`)).body).toMatchObject({ ownerId: null });
    const stranger = { ids, ownerId: NOBODYS_ID };
    expect(await admin.post('/api/tasks/assign', { body: stranger })).toMatchObject({
      status: 207,
      body: { succeeded: 0, results: [{ status: 422 }, { status: 422 }] },
    });
    const many = { ids: Array.from({ length: 1_001 }, () => ids[0]), ownerId: null };
    expect(await admin.post('/api/tasks/assign', { body: many })).toMatchObject({ status: 422 });
  });

  it('fall due and remind once, unless they were moved, completed or deleted', async () => {
    const soon = () => new Date(Date.now() + 700).toISOString();
    const due = await made({ title: 'Due', dueAt: soon(), remindAt: soon() });
    const completed = await made({ title: 'Completed', dueAt: soon() });
    const moved = await made({ title: 'Moved', dueAt: soon() });
    const deleted = await made({ title: 'Deleted', dueAt: soon() });
    const past = await made({ title: 'Past', dueAt: '2024-01-01T00:00:00Z' });
    await admin.patch(`/api/tasks/${completed}`, { body: { status: 'completed' } });
    await admin.patch(`/api/tasks/${moved}`, { body: { dueAt: '2099-01-01T00:00:00Z' } });
    await admin.delete(`/api/tasks/${deleted}`);
    const last = await made({ title: 'Last', dueAt: soon() });
    const isDue = ({ type }: { type: string }) => type === 'task.due' || type === 'task.reminder';
    const events = await new FeedReader(admin).until('the last is due', (all) =>
      all.some((event) => isDue(event) && event.recordId === last),
    );
    const told = events.filter(isDue).map(({ type, recordId }) => `${type} ${recordId}`);
    expect(told.toSorted()).toEqual(
      [`task.due ${due}`, `task.due ${last}`, `task.reminder ${due}`].toSorted(),
    );
    expect(told.join()).not.toContain(past);
    const { body } = await admin.get(`/api/tasks/${due}`);
    expect(Date.parse(String(body['remindedAt']))).toBeLessThan(Date.now());
  });
});
