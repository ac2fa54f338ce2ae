import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { changedFields } from '../../../platform/resource/record-changes.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/record-write.js';
import { LinkedRecordsService } from '../linked-records.service.js';
import { AttendeeCheck } from './attendee-check.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { calendarEventResource } from './calendar-event.policy.js';
import { faultOfTimes, settledTimes } from './event-times.js';

/** What takes place when, with whom, and about which records. */
@Injectable()
export class CalendarEventsService extends LinkedRecordsService<CalendarEvent> {
  constructor(
    foundation: RecordFoundation,
    private readonly attendees: AttendeeCheck,
  ) {
    super(calendarEventResource, foundation);
  }

  /** The live event of each task that has one, locked. */
  async lockOfTasks(taskIds: readonly string[]): Promise<ReadonlyMap<string, CalendarEvent>> {
    if (taskIds.length === 0) return new Map();
    const lock = this.table.lockMatching('taskId', taskIds, { ignoreCase: false });
    const rows = await this.foundation.database.query<CalendarEvent>(lock);
    return new Map(rows.map((row) => [row.taskId ?? '', row]));
  }

  /** Changes fields of a locked event for another record's sake, whatever the caller may do with events. */
  async amend(before: CalendarEvent, fields: Partial<CalendarEvent>): Promise<void> {
    const changes = changedFields(before, fields);
    if (Object.keys(changes).length > 0) await this.save('updated', before, fields, changes);
  }

  /** Deletes a locked event for another record's sake. */
  async takeAway(before: CalendarEvent): Promise<void> {
    await this.save('deleted', before, { deletedAt: this.foundation.clock.now().toISOString() }, null);
  }

  protected override complete(draft: CalendarEvent, input: Partial<CalendarEvent>): void {
    if (input.ownerId === undefined) draft.ownerId = currentActor().id;
    draft.taskId = input.taskId ?? null;
  }

  protected override async examine(writes: readonly RecordWrite<CalendarEvent>[]): Promise<void> {
    await this.settle(writes.filter(({ verb }) => verb !== 'deleted'));
    await super.examine(writes);
  }

  private async settle(writes: readonly RecordWrite<CalendarEvent>[]): Promise<void> {
    const needsZone = writes.some(({ after }) => isMissing(after.timeZone));
    const timeZone = needsZone ? await this.foundation.calendar.timeZone() : '';
    for (const write of writes) {
      const { after, before } = write;
      if (isMissing(after.timeZone)) after.timeZone = timeZone;
      Object.assign(after, settledTimes(after, before));
      after.reminders = [...new Set(after.reminders)].sort((one, other) => other - one);
      const fault = faultOfTimes(after);
      if (fault !== undefined) write.refuse(new ValidationError([fault]));
    }
    await this.attendees.check(writes);
  }
}

/** Callers may leave out what a stored event always has. */
function isMissing(value: string | null): boolean {
  return value === null;
}
