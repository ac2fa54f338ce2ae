import { describe, expect, it } from '@jest/globals';
import { AROUND_THE_CLOCK } from '../../../kernel/working-time.js';
import type { PolicyInForce } from '../policies/index.js';
import { RecordCourses } from './record-courses.js';
import type { ServiceLevel } from './record-facts.js';
import { SlaTarget } from './sla-target.entity.js';

const OPTIONS: ServiceLevel = {
  priority: { field: 'externalId', values: ['low', 'high'] },
  firstResponse: { at: 'createdAt' },
  nextResponse: { asked: 'deletedAt', answered: 'updatedAt' },
  resolution: { field: 'ownerId', values: ['solved'] },
  pause: { field: 'ownerId', values: ['pending'] },
};
const POLICY: PolicyInForce = {
  ...{ id: 'standard', name: 'Standard', resource: 'ticket', conditions: null, businessHoursId: null },
  targets: [
    { priority: 'high', firstResponse: 10 },
    { firstResponse: 60, nextResponse: 30, resolution: 480 },
  ],
  warning: { minutes: 30 },
  escalations: [],
  author: { id: 'ada', role: 'Admin', apiKeyId: null },
  time: AROUND_THE_CLOCK,
};

const at = (time: string) => `2026-11-30T${time}:00.000Z`;

function coursesOf(rows: readonly SlaTarget[] = []): RecordCourses {
  return new RecordCourses('ticket', 'record', OPTIONS, rows, () => AROUND_THE_CLOCK);
}

/** The fields of the entity that stand for those of a ticket say by their values what they are. */
function happens(
  courses: RecordCourses,
  time: string,
  record: Record<string, unknown>,
  { policy = POLICY, type = 'ticket.updated' }: { policy?: PolicyInForce | null; type?: string } = {},
): void {
  const occurredAt = new Date(at(time));
  courses.follow({ resource: 'ticket', recordId: 'record', type, occurredAt, record }, policy ?? undefined);
}

const shown = (courses: RecordCourses) =>
  courses.courses.map(({ metric, course: { now } }) => [metric, now.state, now.dueAt?.slice(11, 16)]);

describe('the targets of a record', () => {
  it('are those of its priority, or of all others', () => {
    const [high, low] = [coursesOf(), coursesOf()];
    happens(high, '08:00', { externalId: 'high' });
    happens(low, '08:00', { externalId: 'low' });
    expect(shown(high)).toEqual([['firstResponse', 'running', '08:10']]);
    expect(shown(low)).toEqual([
      ['firstResponse', 'running', '09:00'],
      ['resolution', 'running', '16:00'],
    ]);
    // A warning that would come before the beginning is none.
    expect(high.courses[0]?.course.now.warnsAt).toBeNull();
    expect(low.courses[0]?.course.now.warnsAt).toBe(at('08:30'));
  });

  it('are none for what has been done already', () => {
    const courses = coursesOf();
    happens(courses, '08:00', { createdAt: at('07:00'), ownerId: 'solved' });
    expect(shown(courses)).toEqual([]);
  });

  it('owe the next answer from each question on, whatever is asked besides, once there was a first answer', () => {
    const courses = coursesOf();
    happens(courses, '08:00', { deletedAt: at('08:00') });
    expect(shown(courses).map(([metric]) => metric)).toEqual(['firstResponse', 'resolution']);
    const answered = { createdAt: at('08:30') };
    happens(courses, '08:30', { ...answered, deletedAt: at('08:00'), updatedAt: at('08:30') });
    happens(courses, '09:00', { ...answered, deletedAt: at('09:00'), updatedAt: at('08:30') });
    happens(courses, '09:10', { ...answered, deletedAt: at('09:10'), updatedAt: at('08:30') });
    expect(shown(courses)).toContainEqual(['nextResponse', 'running', '09:30']);
    happens(courses, '09:20', { ...answered, deletedAt: at('09:10'), updatedAt: at('09:20') });
    happens(courses, '11:00', { ...answered, deletedAt: at('11:00'), updatedAt: at('09:20') });
    const next = shown(courses).filter(([metric]) => metric === 'nextResponse');
    expect(next).toEqual([
      ['nextResponse', 'met', '09:30'],
      ['nextResponse', 'running', '11:30'],
    ]);
  });

  it('give the first response once, though the answer is taken back', () => {
    const courses = coursesOf();
    happens(courses, '08:00', {});
    happens(courses, '08:10', { createdAt: at('08:10') });
    happens(courses, '08:20', {});
    expect(shown(courses)[0]).toEqual(['firstResponse', 'met', '09:00']);
  });

  it('stand still while it waits for somebody else, and while it is deleted', () => {
    const courses = coursesOf();
    happens(courses, '08:00', {});
    happens(courses, '08:20', { ownerId: 'pending' });
    expect(shown(courses)[0]).toEqual(['firstResponse', 'paused', undefined]);
    happens(courses, '10:00', {});
    expect(shown(courses)[0]).toEqual(['firstResponse', 'running', '10:40']);
    happens(courses, '10:10', {}, { type: 'ticket.deleted' });
    happens(courses, '12:00', {}, { type: 'ticket.restored' });
    expect(shown(courses)[0]).toEqual(['firstResponse', 'running', '12:30']);
  });

  it('run on once of each kind after a merge, and as they were after it is undone', () => {
    const mine = coursesOf();
    const theirs = coursesOf();
    happens(mine, '08:00', {});
    happens(theirs, '09:00', {});
    const rowsOf = ({ courses }: RecordCourses) =>
      courses.map(({ metric, course }) => Object.assign(new SlaTarget(), { metric, ...course.now }));
    const merged = coursesOf([...rowsOf(mine), ...rowsOf(theirs)]);
    happens(merged, '09:10', {}, { type: 'ticket.merged' });
    expect(shown(merged).map(([metric, state]) => [metric, state])).toEqual([
      ['firstResponse', 'breached'],
      ['resolution', 'running'],
      ['firstResponse', 'cancelled'],
      ['resolution', 'cancelled'],
    ]);
    const gone = coursesOf();
    happens(gone, '09:10', {}, { type: 'ticket.deleted' });
    expect(shown(gone)).toEqual([]);
    const split = coursesOf(rowsOf(merged).slice(2));
    happens(split, '10:00', {}, { type: 'ticket.restored' });
    expect(shown(split)).toEqual([
      ['firstResponse', 'running', '10:50'],
      ['resolution', 'running', '17:50'],
    ]);
  });
});
