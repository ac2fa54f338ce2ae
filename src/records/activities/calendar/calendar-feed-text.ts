import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { CalendarEventSearch } from './event-search.js';
import { icsOf } from './ics-calendar.js';

const DAY = 86_400_000;
const DAYS_BACK = 90;
const DAYS_AHEAD = 730;
/** Without these nothing can be told. */
const NEEDED = ['startsAt', 'endsAt', 'recurrenceRule'] as const;

const HOLDER = `SELECT m.id, m.name, m.role FROM calendar_feeds f JOIN members m ON m.id = f.user_id
  WHERE f.id = $1 AND m.active`;
const PEOPLE = 'SELECT id, name, email FROM members WHERE id = ANY ($1::uuid[])';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The calendar of a user as iCalendar text: what they own or are asked to, as far as they may see it now. */
@Injectable()
export class CalendarFeedText {
  constructor(
    private readonly database: TenantDatabase,
    private readonly access: AccessPolicy,
    private readonly search: CalendarEventSearch,
    private readonly clock: Clock,
  ) {}

  /** @throws {NotFoundError} 404 when the feed was revoked, or its user may read no events any more */
  async of(feedId: string): Promise<string> {
    const [holder] = await this.database.query<{ id: string; name: string; role: string }>({
      text: HOLDER,
      values: [feedId],
    });
    if (holder === undefined) throw new NotFoundError('Calendar');
    const access = await this.access.of({ kind: 'user', id: holder.id, role: holder.role });
    const hidden = access.hiddenFields('calendar-events');
    const mayRead = access.reach('calendar-events:read') !== undefined;
    if (!mayRead || NEEDED.some((field) => hidden.has(field))) throw new NotFoundError('Calendar');
    const now = this.clock.milliseconds();
    const range = { from: now - DAYS_BACK * DAY, to: now + DAYS_AHEAD * DAY };
    const events = await this.search.find({ range, users: [holder.id] });
    const reader = { tenantId: currentTenant().id, hidden, people: await this.peopleOf(events) };
    return icsOf(holder.name, events, reader, now);
  }

  private async peopleOf(events: readonly CalendarEvent[]): Promise<ReadonlyMap<string, Person>> {
    const asked = events.flatMap(({ attendees }) => attendees.map(({ userId }) => userId));
    const values = [[...new Set(asked)].filter((id) => id !== null)];
    const people = await this.database.query<Person>({ text: PEOPLE, values });
    return new Map(people.map((person) => [person.id, person]));
  }
}
