import { describe, expect, it } from '@jest/globals';
import { RecurrenceRule } from './recurrence-rule.js';

const BERLIN = { allDay: false, timeZone: 'Europe/Berlin' };
const DAYS = { allDay: true, timeZone: 'Europe/Berlin' };

describe('RecurrenceRule', () => {
  const read = (text: string) => RecurrenceRule.read(text).toString();

  it('keeps one form of what may be written in many', () => {
    expect(read('rrule:byday=mo,we;freq=weekly;')).toBe('FREQ=WEEKLY;BYDAY=MO,WE');
    expect(read('WKST=SU;INTERVAL=2;FREQ=MONTHLY;BYDAY=-1FR;COUNT=5')).toBe(
      'FREQ=MONTHLY;INTERVAL=2;COUNT=5;BYDAY=-1FR;WKST=SU',
    );
    expect(RecurrenceRule.of('FREQ=YEARLY').recurrence).toBe('yearly');
    expect(RecurrenceRule.simple('daily').toString()).toBe('FREQ=DAILY');
  });

  it.each([
    ['', 'has the part'],
    ['INTERVAL=1', 'must have a FREQ'],
    ['FREQ=SECONDLY', 'a value of FREQ'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ twice'],
    ['FREQ=DAILY;INTERVAL=0', 'a value of INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1001', 'a value of INTERVAL'],
    ['FREQ=DAILY;COUNT=1001', 'at most 1000'],
    ['FREQ=DAILY;UNTIL=20270101T250000Z', 'a value of UNTIL'],
    ['FREQ=DAILY;UNTIL=20270229', 'no day of the calendar'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'a number in BYDAY'],
    ['FREQ=MONTHLY;BYDAY=1MO,TU', 'every weekday of BYDAY or before none'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'may not have BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'a value of BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'a value of BYMONTHDAY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'without another part'],
    ['FREQ=DAILY;BYHOUR=1', 'the part BYHOUR'],
    ['FREQ=DAILY=1', 'a value of FREQ'],
  ])('refuses %p', (text, message) => {
    const fault = RecurrenceRule.read(text);
    expect(typeof fault).toBe('string');
    expect(fault).toContain(message);
  });

  it('ends where RFC 5545 says an event of its kind ends', () => {
    const settled = (until: string, place: typeof DAYS) =>
      RecurrenceRule.of(`FREQ=DAILY;UNTIL=${until}`).settled(place).toString();
    expect(settled('20270701', BERLIN)).toBe('FREQ=DAILY;UNTIL=20270701T215959Z');
    expect(settled('20270701T100000', BERLIN)).toBe('FREQ=DAILY;UNTIL=20270701T080000Z');
    expect(settled('20270701T100000Z', BERLIN)).toBe('FREQ=DAILY;UNTIL=20270701T100000Z');
    expect(settled('20270701', DAYS)).toBe('FREQ=DAILY;UNTIL=20270701');
    expect(settled('20270701T230000Z', DAYS)).toBe('FREQ=DAILY;UNTIL=20270702');
  });

  it('is ended before a moment, whatever ended it before', () => {
    const moment = Date.parse('2027-07-01T22:00:00Z');
    const rule = RecurrenceRule.of('FREQ=DAILY;COUNT=9');
    expect(rule.endedBefore(moment, BERLIN).toString()).toBe('FREQ=DAILY;UNTIL=20270701T215959Z');
    expect(rule.endedBefore(moment, DAYS).toString()).toBe('FREQ=DAILY;UNTIL=20270701');
  });
});
