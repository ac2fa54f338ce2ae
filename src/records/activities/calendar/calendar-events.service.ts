import { Injectable } from '@nestjs/common';
import { currentActor } from '../../../platform/context/request-context.js';
import { changedFields } from '../../../platform/resource/writes/record-changes.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { Timer } from '../../../platform/timers/timers.js';
import { LinkedRecordsService } from '../linked-records.service.js';
import { AttendeeCheck } from './attendee-check.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { calendarEventResource } from './calendar-event.policy.js';
import { EventReminders } from './event-reminders.js';
import { settleEvent } from './settle-event.js';

type Fields = Partial<CalendarEvent>;

/** What takes place when, with whom, and about which records. */
@Injectable()
export class CalendarEventsService extends LinkedRecordsService<CalendarEvent> {
  constructor(
    foundation: RecordFoundation,
    private readonly attendees: AttendeeCheck,
    private readonly reminders: EventReminders,
  ) {
    super(calendarEventResource, foundation);
    reminders.onDue((timers) => this.remind(timers));
  }

  /** Changes an event by what it is once it is locked. @throws what `update` throws, and the work */
  updateBy(
    id: string,
    input: Fields,
    ifMatch: number | undefined,
    fieldsFor: (event: CalendarEvent) => Fields,
  ): Promise<RecordView> {
    // Variance: the record that is locked is one of this service's.
    const fields = fieldsFor as (before: RecordEntity) => Partial<RecordEntity>;
    return this.update(id, input, { ifMatch, fieldsFor: fields });
  }

  /** Runs work in one transaction with an event locked that the caller may change. @throws {NotFoundError} 404 */
  async withLocked<Result>(id: string, work: (event: CalendarEvent) => Promise<Result>): Promise<Result> {
    await this.foundation.journal.prepare();
    return this.write(async () => work(await this.find(id, 'update', { lock: true })));
  }

  /** The live event of each task that has one, locked. */
  async lockOfTasks(taskIds: readonly string[]): Promise<ReadonlyMap<string, CalendarEvent>> {
    if (taskIds.length === 0) return new Map();
    const lock = this.table.lockMatching('taskId', taskIds, { ignoreCase: false });
    const rows = await this.foundation.database.query<CalendarEvent>(lock);
    return new Map(rows.map((row) => [row.taskId ?? '', row]));
  }

  /** Changes fields of a locked event for another record's sake, whatever the caller may do with events. */
  async amend(before: CalendarEvent, fields: Fields): Promise<void> {
    const write = new RecordWrite<CalendarEvent>('updated', before, { ...before, ...fields });
    settleEvent(write);
    if (write.refused !== undefined) throw write.refused;
    const changes = changedFields(before, { ...before, ...fields });
    if (Object.keys(changes).length === 0) return;
    const { startsAt, endsAt, spansFrom, spansUntil } = write.after;
    const times = { startsAt, endsAt, spansFrom, spansUntil };
    const saved = await this.save('updated', before, { ...fields, ...times }, changes);
    await this.follow([write.written(saved)]);
  }

  /** Deletes a locked event for another record's sake. */
  async takeAway(before: CalendarEvent): Promise<void> {
    const deletedAt = this.foundation.clock.now().toISOString();
    const saved = await this.save('deleted', before, { deletedAt }, null);
    await this.follow([new RecordWrite('deleted', before, saved)]);
  }

  protected override complete(draft: CalendarEvent, input: Fields): void {
    if (input.ownerId === undefined) draft.ownerId = currentActor().id;
    draft.taskId = input.taskId ?? null;
    draft.changedOccurrences = input.changedOccurrences ?? [];
  }

  protected override async examine(writes: readonly RecordWrite<CalendarEvent>[]): Promise<void> {
    const written = writes.filter(({ verb }) => verb !== 'deleted');
    const needsZone = written.some(({ after }) => isMissing(after.timeZone));
    const timeZone = needsZone ? await this.foundation.calendar.timeZone() : '';
    for (const write of written) {
      if (isMissing(write.after.timeZone)) write.after.timeZone = timeZone;
      settleEvent(write);
    }
    await this.attendees.check(written);
    await super.examine(writes);
  }

  protected override follow(writes: readonly RecordWrite<CalendarEvent>[]): Promise<void> {
    return this.reminders.arm(writes);
  }

  private async remind(timers: readonly Timer[]): Promise<void> {
    const ids = timers.map(({ subject }) => subject);
    // Who writes an event sets its timer next, which is held here: waiting for each other would be a deadlock.
    const lock = this.table.lock(ids, { wait: false });
    const events = await this.foundation.database.query<CalendarEvent>(lock);
    const due = this.reminders.dueOf(events, timers);
    const amendments = due.map(({ event, lastReminder }) => ({ before: event, fields: { lastReminder } }));
    await this.store.saveAll('reminder', amendments);
    await this.reminders.armNext(due);
  }
}

/** Callers may leave out what a stored event always has. */
function isMissing(value: string | null): boolean {
  return value === null;
}
