import { Injectable } from '@nestjs/common';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { changedFields } from '../../../platform/resource/writes/record-changes.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { CalendarEventsService } from './calendar-events.service.js';
import type { CalendarTask } from './calendar-task.js';

type Fields = Partial<CalendarEvent>;

/**
 * The calendar events that stand for tasks: made with them, and following them. What is changed of an event itself stays
 * until the same is changed of its task; the task does not follow its event.
 */
@Injectable()
export class TaskEvents {
  constructor(private readonly events: CalendarEventsService) {}

  /** Refuses tasks for which the caller may make no event. */
  admit(writes: readonly RecordWrite<CalendarTask>[]): void {
    if (currentAccess().reach('calendar-events:create') !== undefined) return;
    for (const write of writes.filter(wantsNew))
      write.refuse(new PermissionDeniedError('addToCalendar takes calendar-events:create'));
  }

  /** Brings the events of written tasks up to date, in the transaction that writes those. */
  async follow(writes: readonly RecordWrite<CalendarTask>[]): Promise<void> {
    const stored = writes.filter(({ before }) => before !== undefined);
    const events = await this.events.lockOfTasks(stored.map(({ after }) => after.id));
    for (const write of writes) {
      const { after: task } = write;
      const event = events.get(task.id);
      if (!isShown(task)) {
        if (event !== undefined) await this.events.takeAway(event);
      } else if (event !== undefined) await this.events.amend(event, followingFields(write, event));
      else if (wantsNew(write)) await this.events.create(newFields(task));
    }
  }
}

function isShown({ addToCalendar, deletedAt, dueAt }: CalendarTask): boolean {
  return addToCalendar && deletedAt === null && dueAt !== null;
}

/** An event that somebody deleted comes back with its task alone, or when it is asked for anew. */
function wantsNew({ before, after }: RecordWrite<CalendarTask>): boolean {
  return isShown(after) && (before === undefined || !isShown(before));
}

function newFields(task: CalendarTask): Fields {
  const { id, title, description, type, ownerId, links, dueAt, status } = task;
  return {
    ...{ taskId: id, title, description, ownerId, links },
    ...(dueAt !== null && { startsAt: dueAt }),
    type: type === 'meeting' || type === 'call' ? type : 'task',
    status: status === 'completed' ? 'completed' : 'scheduled',
  };
}

/** What has changed of the task, in terms of its event; moved as a whole. */
function followingFields({ before, after }: RecordWrite<CalendarTask>, event: CalendarEvent): Fields {
  if (before === undefined) return {};
  const changes = changedFields({ ...newFields(before) }, { ...newFields(after) });
  const fields: Fields = Object.fromEntries(
    Object.entries(changes).map(([field, change]) => [field, change.new]),
  );
  const { startsAt } = fields;
  if (startsAt === undefined) return fields;
  // Somebody has made it repeat since: its times are no longer those of the task.
  if (event.recurrenceRule !== null) return omitStart(fields);
  const length = Date.parse(event.endsAt) - Date.parse(event.startsAt);
  return { ...fields, endsAt: new Date(Date.parse(startsAt) + length).toISOString() };
}

function omitStart({ startsAt: _startsAt, ...fields }: Fields): Fields {
  return fields;
}
