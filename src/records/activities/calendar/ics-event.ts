import { DateTime } from 'luxon';
import type { CalendarEvent } from './calendar-event.entity.js';
import type { IcsLines } from './ics-lines.js';
import { occurrencesIn } from './occurrences.js';
import type { Occurrence } from './occurrence.js';

/** What the reader of a feed may know of its events, and how those are called. */
export interface IcsReader {
  readonly tenantId: string;
  /** Fields that are left out. */
  readonly hidden: ReadonlySet<string>;
  /** Of users who are asked to events, by their ids. */
  readonly people: ReadonlyMap<string, { readonly name: string; readonly email: string }>;
}

const UTC = "yyyyMMdd'T'HHmmss'Z'";
const WALL = "yyyyMMdd'T'HHmmss";
const DAY = 'yyyyMMdd';

/** Whether the times of an event are told in its own zone: what repeats keeps the clock on the wall there. */
export function needsZone({ recurrenceRule, allDay, timeZone }: CalendarEvent): boolean {
  return recurrenceRule !== null && !allDay && timeZone !== 'UTC';
}

/** Writes an event: one VEVENT, and one more for each occurrence that differs. */
export function addEvent(lines: IcsLines, event: CalendarEvent, reader: IcsReader): void {
  const { title, description, location, startsAt, endsAt } = event;
  addComponent(lines, event, reader, { title, description, location, startsAt, endsAt }, () => {
    if (event.recurrenceRule !== null) lines.add('RRULE', event.recurrenceRule);
    for (const moment of event.exceptionDates) addMoment(lines, 'EXDATE', event, moment);
  });
  for (const occurrence of changedOf(event))
    addComponent(lines, event, reader, occurrence, () =>
      addMoment(lines, 'RECURRENCE-ID', event, occurrence.originalStart),
    );
}

type Told = Pick<Occurrence, 'title' | 'description' | 'location' | 'startsAt' | 'endsAt'>;

function addComponent(
  lines: IcsLines,
  event: CalendarEvent,
  { tenantId, hidden, people }: IcsReader,
  told: Told,
  addRule: () => void,
): void {
  const shown = (field: keyof CalendarEvent) => !hidden.has(field);
  const { title, description, location, startsAt, endsAt } = told;
  lines.add('BEGIN', 'VEVENT').add('UID', `${event.id}@${tenantId}`).add('DTSTAMP', utc(event.updatedAt));
  lines.add('CREATED', utc(event.createdAt)).add('LAST-MODIFIED', utc(event.updatedAt));
  lines.add('SEQUENCE', String(event.version));
  addMoment(lines, 'DTSTART', event, startsAt);
  // An end must be later than the start.
  if (endsAt > startsAt) addMoment(lines, 'DTEND', event, endsAt);
  addRule();
  lines.addText('SUMMARY', shown('title') ? title : 'Busy');
  if (description !== null && shown('description')) lines.addText('DESCRIPTION', description);
  if (location !== null && shown('location')) lines.addText('LOCATION', location);
  if (shown('type')) lines.addText('CATEGORIES', event.type);
  lines.add('STATUS', event.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED');
  lines.add('TRANSP', event.type === 'reminder' ? 'TRANSPARENT' : 'OPAQUE');
  if (shown('attendees')) for (const attendee of event.attendees) addAttendee(lines, attendee, people);
  if (shown('reminders')) for (const minutes of event.reminders) addAlarm(lines, minutes);
  lines.add('END', 'VEVENT');
}

function changedOf(event: CalendarEvent): Occurrence[] {
  if (event.changedOccurrences.length === 0) return [];
  const starts = event.changedOccurrences.map(({ startsAt }) => Date.parse(startsAt));
  return occurrencesIn(event, Math.min(...starts), Math.max(...starts) + 1).filter(
    ({ isChanged }) => isChanged,
  );
}

function addAttendee(
  lines: IcsLines,
  { userId, email, name }: CalendarEvent['attendees'][number],
  people: IcsReader['people'],
): void {
  const person = userId === null ? undefined : people.get(userId);
  const address = email ?? person?.email;
  if (address === undefined) return;
  const called = (name ?? person?.name ?? address).replaceAll(/["\p{Cc}]/gu, '');
  lines.add(`ATTENDEE;CN="${called}"`, `mailto:${address}`);
}

function addAlarm(lines: IcsLines, minutes: number): void {
  lines.add('BEGIN', 'VALARM').add('ACTION', 'DISPLAY').add('DESCRIPTION', 'Reminder');
  lines.add('TRIGGER', `-PT${minutes}M`).add('END', 'VALARM');
}

function addMoment(lines: IcsLines, name: string, event: CalendarEvent, moment: string): void {
  const local = DateTime.fromISO(moment, { zone: event.timeZone });
  if (event.allDay) lines.add(`${name};VALUE=DATE`, local.toFormat(DAY));
  else if (needsZone(event)) lines.add(`${name};TZID=${event.timeZone}`, local.toFormat(WALL));
  else lines.add(name, utc(moment));
}

function utc(moment: string): string {
  return DateTime.fromISO(moment, { zone: 'utc' }).toFormat(UTC);
}
