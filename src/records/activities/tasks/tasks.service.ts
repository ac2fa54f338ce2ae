import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import type { BulkAnswerDto } from '../../../platform/resource/writes/bulk-answer.dto.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { type Timer, Timers } from '../../../platform/timers/timers.js';
import { TaskEvents } from '../calendar/index.js';
import { LinkedRecordsService } from '../linked-records.service.js';
import type { AssignTasksDto } from './dto/assign-tasks.dto.js';
import type { Task } from './task.entity.js';
import { taskResource } from './task.policy.js';

/** What a task tells of by itself, and the field that says when. */
const NOTICES = { due: 'dueAt', reminder: 'remindAt' } as const;
type Notice = keyof typeof NOTICES;
const NOTICE_NAMES = ['due', 'reminder'] as const satisfies readonly Notice[];

/** What is to be done, by whom, until when, and for which records. */
@Injectable()
export class TasksService extends LinkedRecordsService<Task> {
  constructor(
    foundation: RecordFoundation,
    private readonly timers: Timers,
    private readonly events: TaskEvents,
  ) {
    super(taskResource, foundation);
    for (const notice of NOTICE_NAMES) timers.onMany(kindOf(notice), (rung) => this.tell(notice, rung));
  }

  /**
   * Gives tasks to one owner, each as a PATCH of it would.
   *
   * @param query `atomic`
   */
  assign({ ids, ownerId }: AssignTasksDto, query: Readonly<Record<string, unknown>>): Promise<BulkAnswerDto> {
    return this.bulk.update({ tasks: ids.map((id) => ({ id, ownerId })) }, query);
  }

  protected override complete(draft: Task, input: Partial<Task>): void {
    if (input.ownerId === undefined) draft.ownerId = currentActor().id;
  }

  protected override check({ addToCalendar, dueAt }: Task): void {
    if (addToCalendar && dueAt === null)
      throw new ValidationError([{ field: 'dueAt', message: 'is required to add a task to the calendar' }]);
  }

  protected override async examine(writes: readonly RecordWrite<Task>[]): Promise<void> {
    const now = this.foundation.clock.now().toISOString();
    for (const { after, before } of writes) {
      if (after.status !== 'completed') after.completedAt = null;
      else if (before?.status !== 'completed') after.completedAt = now;
    }
    this.events.admit(writes);
    await super.examine(writes);
  }

  protected override async follow(writes: readonly RecordWrite<Task>[]): Promise<void> {
    await this.events.follow(writes);
    for (const notice of NOTICE_NAMES) await this.arm(notice, writes);
  }

  /** A time that has passed already when it is set is told of by nobody. */
  private async arm(notice: Notice, writes: readonly RecordWrite<Task>[]): Promise<void> {
    const now = this.foundation.clock.milliseconds();
    const moved = writes.filter(({ before, after }) => {
      return (before && momentOf(notice, before)) !== momentOf(notice, after);
    });
    const [settings, idle] = [[], []] as [{ subject: string; dueAt: Date }[], string[]];
    for (const { after, before } of moved) {
      const moment = momentOf(notice, after);
      if (moment !== undefined && moment > now) settings.push({ subject: after.id, dueAt: new Date(moment) });
      else if (before !== undefined) idle.push(after.id);
    }
    await this.timers.setAll(kindOf(notice), settings);
    await this.timers.cancelAll(kindOf(notice), idle);
  }

  private async tell(notice: Notice, rung: readonly Timer[]): Promise<void> {
    const due = new Map(rung.map(({ subject, dueAt }) => [subject, dueAt]));
    // Who writes a task sets its timers next, which are held here: waiting for each other would be a deadlock.
    const lock = this.table.lock([...due.keys()], { wait: false });
    const tasks = await this.foundation.database.query<Task>(lock);
    const told = tasks.filter((task) => momentOf(notice, task) === due.get(task.id)?.getTime());
    const amendments = told.map((before) => ({ before, fields: { remindedAt: before[NOTICES[notice]] } }));
    await this.store.saveAll(notice, amendments);
  }
}

function kindOf(notice: Notice): string {
  return `task.${notice}`;
}

/** In milliseconds; undefined for a task that has nothing left to tell. */
function momentOf(notice: Notice, task: Task): number | undefined {
  const moment = task[NOTICES[notice]];
  const isOpen = task.status !== 'completed' && task.deletedAt === null;
  return isOpen && moment !== null ? Date.parse(moment) : undefined;
}
