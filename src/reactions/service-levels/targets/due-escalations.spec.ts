import { describe, expect, it } from '@jest/globals';
import type { Escalation, EscalationAction } from '../policies/index.js';
import { escalationsOf, nextMark } from './due-escalations.js';

const ALL: readonly EscalationAction[] = [{ type: 'notify', owner: true }];
const MORE: readonly EscalationAction[] = [{ type: 'raisePriority' }];
const ESCALATIONS: readonly Escalation[] = [
  { at: 'breach', afterMinutes: 30, actions: ALL },
  { at: 'breach', actions: ALL },
  { metric: 'firstResponse', at: 'breach', actions: MORE },
  { metric: 'resolution', at: 'warning', actions: MORE },
];

const at = (time: string) => `2026-11-30T${time}:00.000Z`;
const moment = (time: string) => Date.parse(at(time));

type Target = Parameters<typeof nextMark>[0];
const target = (more: Partial<Target> = {}): Target => ({
  ...{ metric: 'resolution', runningSince: at('08:00'), escalated: [], metAt: null },
  ...{ warnsAt: at('10:00'), dueAt: at('12:00'), warnedAt: at('10:00'), breachedAt: at('12:00') },
  ...more,
});

describe('the escalations of a target', () => {
  it('come in their order, each with the actions that are for it', () => {
    expect(escalationsOf(target(), ESCALATIONS)).toEqual([
      { key: 'warning:0', at: moment('10:00'), actions: MORE },
      { key: 'breach:0', at: moment('12:00'), actions: ALL },
      { key: 'breach:30', at: moment('12:30'), actions: ALL },
    ]);
    expect(escalationsOf(target({ metric: 'firstResponse' }), ESCALATIONS)).toEqual([
      { key: 'breach:0', at: moment('12:00'), actions: [...ALL, ...MORE] },
      { key: 'breach:30', at: moment('12:30'), actions: ALL },
    ]);
  });

  it('are those alone whose mark was passed and that were not done', () => {
    const warned = escalationsOf(target({ breachedAt: null }), ESCALATIONS);
    expect(warned.map(({ key }) => key)).toEqual(['warning:0']);
    const rest = escalationsOf(target({ escalated: ['warning:0', 'breach:0'] }), ESCALATIONS);
    expect(rest.map(({ key }) => key)).toEqual(['breach:30']);
  });

  it('are none of what is met or stands still', () => {
    expect(escalationsOf(target({ metAt: at('12:10') }), ESCALATIONS)).toEqual([]);
    expect(escalationsOf(target({ runningSince: null }), ESCALATIONS)).toEqual([]);
  });

  it('are waited for like the marks themselves, until it is met', () => {
    const unmarked = { warnedAt: null, breachedAt: null };
    expect(nextMark(target(unmarked), ESCALATIONS)).toBe(moment('10:00'));
    expect(nextMark(target({ breachedAt: null, escalated: ['warning:0'] }), ESCALATIONS)).toBe(
      moment('12:00'),
    );
    const done = ['warning:0', 'breach:0'];
    expect(nextMark(target({ escalated: done }), ESCALATIONS)).toBe(moment('12:30'));
    expect(nextMark(target({ escalated: done, runningSince: null }), ESCALATIONS)).toBeUndefined();
    expect(nextMark(target({ escalated: [...done, 'breach:30'] }), ESCALATIONS)).toBeUndefined();
    expect(nextMark(target({ ...unmarked, metAt: at('09:00') }), ESCALATIONS)).toBeUndefined();
  });
});
