import { describe, expect, it } from '@jest/globals';
import { WEEKDAYS } from '../../../kernel/business-hours.js';
import { AROUND_THE_CLOCK, workingTimeOf } from '../../../kernel/working-time.js';
import { TargetCourse, type TargetFacts } from './target-course.js';
import type { TargetPlan } from './target-plan.js';

const HOUR = 3_600;
const office = workingTimeOf({
  timeZone: 'Europe/Berlin',
  days: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [{ from: '09:00', to: '17:00' }]])),
  holidays: [],
});
const PLAN: TargetPlan = {
  policyId: 'standard',
  name: 'Standard: resolution',
  businessHoursId: null,
  priority: null,
  targetSeconds: 4 * HOUR,
  warnSeconds: 3 * HOUR,
  time: AROUND_THE_CLOCK,
};

/** Of a Monday. */
function at(time: string): number {
  return Date.parse(`2026-11-30T${time}:00.000Z`);
}

function facts(time: string, more: Partial<TargetFacts> = {}): TargetFacts {
  return { at: at(time), isMet: false, isPaused: false, ownerId: null, plan: PLAN, ...more };
}

function begun(time: string, plan = PLAN): TargetCourse {
  return new TargetCourse(TargetCourse.begun(facts(time), plan), plan.time);
}

function timesOf({ now }: TargetCourse) {
  const shown = Object.entries(now).filter(
    ([, value]) => typeof value === 'string' && value.startsWith('20'),
  );
  return Object.fromEntries(shown.map(([field, value]) => [field, String(value).slice(11, 16)]));
}

const verbsOf = ({ steps }: TargetCourse) => steps.map(({ verb }) => verb);

describe('the course of a target', () => {
  it('is due after its working time, and warns before', () => {
    expect(timesOf(begun('08:00'))).toMatchObject({
      dueAt: '12:00',
      warnsAt: '11:00',
      runningSince: '08:00',
    });
    const inOffice = begun('12:00', { ...PLAN, businessHoursId: 'office', time: office });
    expect(inOffice.now.dueAt).toBe('2026-11-30T16:00:00.000Z');
    expect(begun('14:00', { ...PLAN, time: office }).now.dueAt).toBe('2026-12-01T10:00:00.000Z');
  });

  it('is met in time, also at the very last moment', () => {
    const course = begun('08:00');
    course.follow(facts('12:00', { isMet: true }));
    expect(verbsOf(course)).toEqual(['warned', 'met']);
    expect(course.now).toMatchObject({ state: 'met', breachedAt: null, usedSeconds: 4 * HOUR });
    expect(timesOf(course)).toMatchObject({ metAt: '12:00', warnedAt: '11:00', dueAt: '12:00' });
  });

  it('is breached and met when it is met late, and says when it truly was overdue', () => {
    const course = begun('08:00');
    course.follow(facts('18:00', { isMet: true }));
    expect(verbsOf(course)).toEqual(['warned', 'breached', 'met']);
    expect(course.now.state).toBe('breached');
    expect(timesOf(course)).toMatchObject({ warnedAt: '11:00', breachedAt: '12:00', metAt: '18:00' });
  });

  it('finds the same whether a worker looked at every mark or was down', () => {
    const [watched, down] = [begun('08:00'), begun('08:00')];
    for (const time of ['11:00', '11:30', '12:00', '13:00']) watched.passMarks(at(time) + 1);
    for (const course of [watched, down]) course.follow(facts('18:00', { isMet: true }));
    expect(down.now).toEqual(watched.now);
    expect(verbsOf(down)).toEqual(verbsOf(watched));
  });

  it('stands still while it is paused, and runs on with what is left', () => {
    const course = begun('08:00');
    course.follow(facts('10:00', { isPaused: true }));
    expect(course.now).toMatchObject({ state: 'paused', usedSeconds: 2 * HOUR, dueAt: null, warnsAt: null });
    course.passMarks(at('20:00'));
    course.follow(facts('20:00'));
    expect(timesOf(course)).toMatchObject({ dueAt: '22:00', warnsAt: '21:00', runningSince: '20:00' });
    expect(verbsOf(course)).toEqual(['updated', 'updated']);
    expect(course.now.state).toBe('running');
  });

  it('is moved by another priority; what had passed before stays passed', () => {
    const course = begun('08:00');
    course.follow(
      facts('10:00', { plan: { ...PLAN, priority: 'low', targetSeconds: 8 * HOUR, warnSeconds: 7 * HOUR } }),
    );
    expect(timesOf(course)).toMatchObject({ dueAt: '16:00', warnsAt: '15:00' });
    // Overdue by the change alone: it was not before.
    course.follow(
      facts('11:00', { plan: { ...PLAN, priority: 'hot', targetSeconds: HOUR, warnSeconds: undefined } }),
    );
    expect(timesOf(course)).toMatchObject({ dueAt: '09:00', breachedAt: '11:00' });
    expect(verbsOf(course)).toEqual(['updated', 'updated', 'breached']);
    course.follow(facts('11:30', { plan: { ...PLAN, targetSeconds: 8 * HOUR } }));
    expect(course.now).toMatchObject({ state: 'breached' });
    expect(timesOf(course)).toMatchObject({ dueAt: '16:00', breachedAt: '11:00' });
  });

  it('counts by other hours from when they count', () => {
    const course = begun('05:00');
    course.follow(facts('07:00', { plan: { ...PLAN, businessHoursId: 'office', time: office } }));
    // Two hours were used by the clock; the office opens at eight.
    expect(course.now.usedSeconds).toBe(2 * HOUR);
    expect(timesOf(course)).toMatchObject({ dueAt: '10:00', runningSince: '07:00' });
  });

  it('runs on when what was resolved is opened again, and is breached once', () => {
    const course = begun('08:00');
    course.follow(facts('09:00', { isMet: true }));
    course.follow(facts('20:00'));
    expect(course.now).toMatchObject({ state: 'running', usedSeconds: HOUR, metAt: null });
    expect(timesOf(course)).toMatchObject({ dueAt: '23:00', startedAt: '08:00' });
    course.passMarks(at('23:30'));
    course.follow(facts('23:40', { isMet: true }));
    course.follow(facts('23:50'));
    course.passMarks(at('23:59'));
    expect(verbsOf(course).filter((verb) => verb === 'breached')).toHaveLength(1);
  });

  it('is cancelled while nobody promises anything, and resumes what was begun', () => {
    const course = begun('08:00');
    course.follow(facts('09:00', { plan: undefined }));
    expect(course.now).toMatchObject({ state: 'cancelled', policyId: null, usedSeconds: HOUR, dueAt: null });
    course.follow(facts('10:00', { plan: undefined, isMet: true }));
    expect(course.now).toMatchObject({ state: 'cancelled', metAt: null });
    course.follow(facts('12:00'));
    expect(timesOf(course)).toMatchObject({ dueAt: '15:00' });
    expect(course.now.state).toBe('running');
  });

  it('takes what another clock told of earlier as told of now, and says nothing of what changes nothing', () => {
    const course = begun('08:00');
    course.follow(facts('10:00', { isPaused: true }));
    course.follow(facts('09:00'));
    expect(course.now).toMatchObject({
      usedSeconds: 2 * HOUR,
      runningSince: new Date(at('10:00')).toISOString(),
    });
    const { length } = course.steps;
    course.follow(facts('10:30'));
    expect(course.steps).toHaveLength(length);
  });
});
