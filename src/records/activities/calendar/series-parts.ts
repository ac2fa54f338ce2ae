import { DateTime } from 'luxon';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { MOST_CHANGED_OCCURRENCES, MOST_EXCEPTIONS } from './calendar-limits.js';
import type { ChangedOccurrence } from './changed-occurrence.js';
import type { ChangeOccurrenceDto } from './dto/change-occurrence.dto.js';
import { settledTimes } from './event-times.js';
import { RecurrenceRule } from './recurrence-rule.js';
import { Series } from './series.js';

type Fields = Partial<CalendarEvent>;

const iso = (moment: number): string => new Date(moment).toISOString();

/**
 * The parts of a stored event that a change of one occurrence, or of those from it on, is about.
 *
 * @throws {NotFoundError} 404 for a moment at which no occurrence starts, or one that was cancelled
 */
export class SeriesParts {
  private readonly series: Series;
  private readonly start: number;

  constructor(
    private readonly event: CalendarEvent,
    private readonly originalStart: string,
  ) {
    this.series = new Series(event);
    this.start = Date.parse(originalStart);
    if (!this.series.has(this.start) || event.exceptionDates.includes(originalStart))
      throw new NotFoundError('Occurrence');
  }

  get isFirst(): boolean {
    return this.originalStart === this.event.startsAt;
  }

  get repeats(): boolean {
    return this.event.recurrenceRule !== null;
  }

  /** The event with this occurrence changed. */
  changed(change: ChangeOccurrenceDto): Fields {
    const { changedOccurrences } = this.event;
    const others = changedOccurrences.filter(({ originalStart }) => originalStart !== this.originalStart);
    if (others.length >= MOST_CHANGED_OCCURRENCES)
      throw full('changedOccurrences', `holds ${MOST_CHANGED_OCCURRENCES} changed occurrences already`);
    const changed = { ...this.current(), ...given(change), ...this.times(change) };
    if (Date.parse(changed.endsAt) < Date.parse(changed.startsAt))
      throw full('endsAt', 'must not be before startsAt');
    return { changedOccurrences: [...others, changed].toSorted(byOriginalStart) };
  }

  /** The event without this occurrence. */
  cancelled(): Fields {
    const { exceptionDates, changedOccurrences } = this.event;
    if (exceptionDates.length >= MOST_EXCEPTIONS)
      throw full('exceptionDates', `holds ${MOST_EXCEPTIONS} exceptions already`);
    return {
      exceptionDates: [...exceptionDates, this.originalStart].toSorted(),
      changedOccurrences: changedOccurrences.filter(
        ({ originalStart }) => originalStart !== this.originalStart,
      ),
    };
  }

  /** The whole event with the same change; moved by as much as this occurrence is, by the clock on the wall. */
  whole(change: ChangeOccurrenceDto): Fields {
    if (change.startsAt === undefined && change.endsAt === undefined) return given(change);
    const { startsAt, endsAt } = this.times(change);
    const moved = this.wallOf(startsAt) - this.wallOf(this.current().startsAt);
    const start = this.wallOf(this.event.startsAt) + moved;
    const end = start + this.wallOf(endsAt) - this.wallOf(startsAt);
    return { ...given(change), startsAt: this.momentAt(start), endsAt: this.momentAt(end) };
  }

  /** The event ended before this occurrence. */
  before(): Fields {
    return { recurrenceRule: this.rule().endedBefore(this.start, this.event).toString() };
  }

  /** A new event of this occurrence and those after it, changed. */
  following(change: ChangeOccurrenceDto): Fields {
    const { event } = this;
    const { title, type, description, location, allDay, timeZone, attendees, reminders, links, tags } = event;
    const { customFields, ownerId, exceptionDates, changedOccurrences } = event;
    const { startsAt, endsAt } = this.times(change);
    const isMoved = startsAt !== this.originalStart;
    const isLater = (moment: string) => !isMoved && moment >= this.originalStart;
    return {
      ...{
        title,
        type,
        description,
        location,
        allDay,
        timeZone,
        attendees,
        reminders,
        links,
        tags,
        customFields,
      },
      ...given(change),
      ...{ ownerId, startsAt, endsAt, recurrenceRule: this.restOfRule().toString() },
      exceptionDates: exceptionDates.filter(isLater),
      changedOccurrences: changedOccurrences.filter(({ originalStart }) => {
        return isLater(originalStart) && originalStart !== this.originalStart;
      }),
    };
  }

  private rule(): RecurrenceRule {
    return RecurrenceRule.of(this.event.recurrenceRule ?? '');
  }

  private restOfRule(): RecurrenceRule {
    const rule = this.rule();
    if (rule.count === undefined) return rule;
    return rule.counting(rule.count - this.series.starts(0 - FAR, this.start - 1).length);
  }

  /** The occurrence as it takes place now. */
  private current(): ChangedOccurrence {
    const { event, originalStart } = this;
    const known = event.changedOccurrences.find((changed) => changed.originalStart === originalStart);
    const endsAt = iso(this.series.endOf(this.start));
    const same = { title: null, description: null, location: null };
    return known ?? { originalStart, startsAt: originalStart, endsAt, ...same };
  }

  private times({ startsAt, endsAt }: ChangeOccurrenceDto): Pick<ChangedOccurrence, 'startsAt' | 'endsAt'> {
    const { allDay, timeZone } = this.event;
    const now = this.current();
    const before = { ...this.event, startsAt: now.startsAt, endsAt: now.endsAt };
    const wanted = { startsAt: startsAt ?? now.startsAt, endsAt: endsAt ?? now.endsAt, allDay, timeZone };
    return settledTimes(wanted, before);
  }

  /** What clocks show in the zone of the event, as if it were UTC. */
  private wallOf(moment: string): number {
    const local = DateTime.fromISO(moment, { zone: this.event.timeZone });
    return local.setZone('utc', { keepLocalTime: true }).toMillis();
  }

  private momentAt(wall: number): string {
    const local = DateTime.fromMillis(wall, { zone: 'utc' });
    return iso(local.setZone(this.event.timeZone, { keepLocalTime: true }).toMillis());
  }
}

/** Milliseconds from the year 1970 back to before any event. */
const FAR = 62_135_596_800_000;

function given({ title, description, location }: ChangeOccurrenceDto): Fields {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
  };
}

function byOriginalStart(one: ChangedOccurrence, other: ChangedOccurrence): number {
  return one.originalStart < other.originalStart ? -1 : 1;
}

function full(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}
