import type { CalendarEvent } from './calendar-event.entity.js';
import { addEvent, type IcsReader, needsZone } from './ics-event.js';
import { IcsLines } from './ics-lines.js';
import { addTimeZone } from './time-zone-component.js';

const YEAR = 366 * 86_400_000;
/** For which clients are told when clocks change. */
const YEARS_AHEAD = 5;

/**
 * An iCalendar object (RFC 5545) of events.
 *
 * @param name what clients call the calendar
 * @param now in milliseconds
 */
export function icsOf(
  name: string,
  events: readonly CalendarEvent[],
  reader: IcsReader,
  now: number,
): string {
  const lines = new IcsLines();
  lines.add('BEGIN', 'VCALENDAR').add('VERSION', '2.0').add('PRODID', '-//CRM//Calendar//EN');
  lines.add('CALSCALE', 'GREGORIAN').add('METHOD', 'PUBLISH').addText('X-WR-CALNAME', name);
  const zoned = events.filter(needsZone);
  for (const timeZone of new Set(zoned.map((event) => event.timeZone))) {
    const starts = zoned
      .filter((event) => event.timeZone === timeZone)
      .map(({ startsAt }) => Date.parse(startsAt));
    addTimeZone(lines, timeZone, Math.min(...starts) - YEAR, now + YEARS_AHEAD * YEAR);
  }
  for (const event of events) addEvent(lines, event, reader);
  return lines.add('END', 'VCALENDAR').toString();
}
