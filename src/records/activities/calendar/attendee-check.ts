import { Injectable } from '@nestjs/common';
import { type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { Attendee } from './attendee.js';
import type { CalendarEvent } from './calendar-event.entity.js';

const ACTIVE = 'SELECT id FROM members WHERE id = ANY ($1::uuid[]) AND active';

/** Completes the attendees of events that are about to be written, and refuses those who cannot be asked. */
@Injectable()
export class AttendeeCheck {
  constructor(private readonly database: TenantDatabase) {}

  async check(writes: readonly RecordWrite<CalendarEvent>[]): Promise<void> {
    for (const { after } of writes) after.attendees = after.attendees.map(completed);
    const active = await this.activeOf(writes.flatMap(newUsers));
    for (const write of writes) {
      const known = new Set(write.before?.attendees.map(({ userId }) => userId));
      const faults = write.after.attendees.flatMap((attendee, index): ErrorDetail[] => {
        const message = faultOf(attendee, (id) => known.has(id) || active.has(id));
        return message === undefined ? [] : [{ field: `attendees.${index}`, message }];
      });
      if (faults.length > 0) write.refuse(new ValidationError(faults));
    }
  }

  private async activeOf(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const values = [[...new Set(ids)]];
    const rows = await this.database.query<{ id: string }>({ text: ACTIVE, values });
    return new Set(rows.map(({ id }) => id));
  }
}

/** Whoever was asked before may have left since. */
function newUsers({ before, after }: RecordWrite<CalendarEvent>): string[] {
  const known = new Set(before?.attendees.map(({ userId }) => userId));
  return after.attendees.flatMap(({ userId }) => (userId === null || known.has(userId) ? [] : [userId]));
}

function completed({ userId = null, email = null, name = null }: Partial<Attendee>): Attendee {
  return { userId, email, name };
}

function faultOf({ userId, email }: Attendee, isUser: (id: string) => boolean): string | undefined {
  if ((userId === null) === (email === null)) return 'must have a userId or an email';
  return userId === null || isUser(userId) ? undefined : 'must be an active user';
}
