import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';
import { made } from './route-case.js';

/** Makes a task and an event of the calendar tell of themselves at their time. */
export async function remindedOf(admin: ApiClient): Promise<void> {
  const soon = new Date(Date.now() + 2_000).toISOString();
  const id = await made(admin, '/api/tasks', { title: 'Soon', dueAt: soon, remindAt: soon });
  const event = { title: 'Soon', startsAt: soon, reminders: [0] };
  const eventId = await made(admin, '/api/calendar/events', event);
  await eventually('the event is reminded of', async () => {
    return (await admin.get(`/api/calendar/events/${eventId}`)).body['lastReminder'] !== null;
  });
  await eventually('the task is told of', async () => {
    const { items } = (await admin.get<{ items: { type: string }[] }>(`/api/tasks/${id}/history`)).body;
    return items.filter(({ type }) => type !== 'task.created').length === 2;
  });
}
