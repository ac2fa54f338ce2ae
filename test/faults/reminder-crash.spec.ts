import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomFieldWorkers } from '../support/custom-field-workers.js';
import { eventually } from '../support/eventually.js';

const SINGLE = 120;
const SERIES = 30;
const FIRED = `SELECT record_id AS id, record ->> 'recurrence' AS recurrence, record -> 'lastReminder' ->> 'occurrenceStart' AS start
  FROM journal WHERE type = 'calendar-event.reminder' AND record ->> 'title' = $1`;
const ARMED = `SELECT t.payload ->> 'occurrenceStart' AS start FROM timers t
  JOIN calendar_events e ON e.id = t.subject::uuid WHERE t.kind = 'calendar-event.reminder' AND e.title = $1`;

interface Fired {
  readonly id: string;
  readonly recurrence: string;
  readonly start: string;
}

describe('reminders whose process is killed', () => {
  let workers: CustomFieldWorkers;

  beforeAll(async () => {
    workers = await CustomFieldWorkers.start();
  }, 60_000);

  afterEach(() => workers.killAll());
  afterAll(() => workers.close());

  async function makeEvents(title: string, startsAt: string): Promise<void> {
    const event = { title, startsAt, reminders: [0], timeZone: 'UTC' };
    const calendarEvents = [
      ...Array.from({ length: SINGLE }, () => event),
      ...Array.from({ length: SERIES }, () => ({ ...event, recurrence: 'daily' })),
    ];
    const answer = await workers.admin.post('/api/calendar/events/bulk', { body: { calendarEvents } });
    expect(answer).toMatchObject({ status: 200 });
  }

  it.each([
    ['before what it did is committed', 'EventReminders.armNext'],
    ['after all that was due is', 'Timers.runDue'],
  ])(
    'fire each once, %s',
    async (title, step) => {
      const startsAt = Date.now() + 4_000;
      await makeEvents(title, new Date(startsAt).toISOString());
      await pause(Math.max(0, startsAt - Date.now()));
      const victim = await workers.spawn(step);
      await victim.ended();
      await workers.spawn();
      const fired = await eventually(
        'all are fired',
        async () => {
          const rows = await workers.query<Fired>(FIRED, [title]);
          return rows.length >= SINGLE + SERIES && rows;
        },
        { within: 30_000 },
      );
      expect(new Set(fired.map(({ id }) => id)).size).toBe(SINGLE + SERIES);
      expect(fired).toHaveLength(SINGLE + SERIES);
      expect(new Set(fired.map(({ start }) => start))).toEqual(new Set([new Date(startsAt).toISOString()]));
      // Of each series the next occurrence alone is armed.
      const armed = await workers.query<{ start: string }>(ARMED, [title]);
      const tomorrow = new Date(startsAt + 86_400_000).toISOString();
      expect(armed.map(({ start }) => start)).toEqual(Array.from({ length: SERIES }, () => tomorrow));
    },
    120_000,
  );
});
