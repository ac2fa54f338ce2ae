import { RECORDS } from './record-cases.js';
import { type CaseGround, made, type MakeCase, unique } from './route-case.js';

const activity = ({ admin }: CaseGround) => made(admin, '/api/activities', { kind: 'note' });

/** Of a series, so that cancelling it takes no right to delete. */
async function occurrence({ admin }: CaseGround): Promise<string> {
  const startsAt = '2027-05-03T09:00:00.000Z';
  const event = { title: unique('event'), startsAt, recurrence: 'daily' };
  return `/api/calendar/events/${await made(admin, '/api/calendar/events', event)}/occurrences/${startsAt}`;
}

/** Routes of tasks, notes and the calendar that are no standard routes of a record type. */
export const AGENDA_CASES: Readonly<Record<string, MakeCase>> = {
  // Each of one of its own kind, because they take the right to read the record as well.
  'GET /api/:records/:id/activities': async (ground) => ({
    path: `/api/activities/${await activity(ground)}/activities`,
  }),
  'GET /api/:records/:id/interactions': async (ground) => ({
    path: `/api/activities/${await activity(ground)}/interactions`,
  }),
  'GET /api/:records/:id/notes': async (ground) => ({
    path: `/api/notes/${await made(ground.admin, '/api/notes', RECORDS['notes']?.(ground, ''))}/notes`,
  }),
  'GET /api/:records/:id/tasks': async (ground) => ({
    path: `/api/tasks/${await made(ground.admin, '/api/tasks', RECORDS['tasks']?.(ground, ''))}/tasks`,
  }),
  'GET /api/calendar/busy': ({ admin }) => ({
    path: `/api/calendar/busy?from=2027-05-03&to=2027-05-04&userIds=${admin.tenant.userId}`,
  }),
  'PATCH /api/calendar/events/:id/occurrences/:start': async (ground) => ({
    path: await occurrence(ground),
    body: { title: 'Changed' },
  }),
  'DELETE /api/calendar/events/:id/occurrences/:start': async (ground) => ({
    path: await occurrence(ground),
  }),
  'DELETE /api/calendar/feed': () => ({ path: '/api/calendar/feed' }),
  'GET /api/calendar/feed': async (_ground, _permission, { client }) => {
    await client.post('/api/calendar/feed');
    return { path: '/api/calendar/feed' };
  },
  'POST /api/calendar/feed': () => ({ path: '/api/calendar/feed', body: {} }),
  'GET /api/calendar/occurrences': () => ({
    path: '/api/calendar/occurrences?from=2027-05-03&to=2027-05-04',
  }),
  'POST /api/tasks/assign': async (ground) => ({
    path: '/api/tasks/assign',
    body: { ids: [await made(ground.admin, '/api/tasks', RECORDS['tasks']?.(ground, ''))], ownerId: null },
  }),
};
