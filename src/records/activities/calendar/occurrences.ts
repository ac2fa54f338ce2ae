import type { CalendarEvent } from './calendar-event.entity.js';
import type { ChangedOccurrence } from './changed-occurrence.js';
import type { Occurrence } from './occurrence.js';
import { Series } from './series.js';

const iso = (moment: number): string => new Date(moment).toISOString();

/** What takes place of an event between two moments (milliseconds, the second not included), in the order of its starts. */
export function occurrencesIn(event: CalendarEvent, from: number, to: number): Occurrence[] {
  const series = new Series(event);
  const longest = series.endOf(Date.parse(event.startsAt)) - Date.parse(event.startsAt);
  const others = new Set([
    ...event.exceptionDates,
    ...event.changedOccurrences.map(({ originalStart }) => originalStart),
  ]);
  // A day may be an hour longer where the clocks are put back.
  const regular = series
    .starts(from - longest - 3_600_000, to)
    .filter((start) => !others.has(iso(start)))
    .map((start) => occurrenceOf(event, iso(start), iso(start), iso(series.endOf(start))));
  const changed = event.changedOccurrences.map((change) => changedOf(event, change));
  return [...regular, ...changed]
    .filter(({ startsAt, endsAt }) => overlaps(Date.parse(startsAt), Date.parse(endsAt), from, to))
    .toSorted((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
}

/** What has no length takes place at its start. */
function overlaps(start: number, end: number, from: number, to: number): boolean {
  return start < to && (end > from || (end === start && start >= from));
}

function occurrenceOf(
  { title, description, location }: CalendarEvent,
  originalStart: string,
  startsAt: string,
  endsAt: string,
): Occurrence {
  return { originalStart, startsAt, endsAt, title, description, location, isChanged: false };
}

function changedOf(event: CalendarEvent, change: ChangedOccurrence): Occurrence {
  const { originalStart, startsAt, endsAt } = change;
  return {
    ...{ originalStart, startsAt, endsAt, isChanged: true },
    title: change.title ?? event.title,
    description: change.description ?? event.description,
    location: change.location ?? event.location,
  };
}
