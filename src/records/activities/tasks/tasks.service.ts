import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../../platform/resource/record-write.js';
import { LinkedRecordsService } from '../linked-records.service.js';
import type { Task } from './task.entity.js';
import { taskResource } from './task.policy.js';

/** What is to be done, by whom, until when, and for which records. */
@Injectable()
export class TasksService extends LinkedRecordsService<Task> {
  constructor(foundation: RecordFoundation) {
    super(taskResource, foundation);
  }

  protected override complete(draft: Task, input: Partial<Task>): void {
    if (input.ownerId === undefined) draft.ownerId = currentActor().id;
  }

  protected override check({ addToCalendar, dueAt }: Task): void {
    if (addToCalendar && dueAt === null)
      throw new ValidationError([{ field: 'dueAt', message: 'is required to add a task to the calendar' }]);
  }

  protected override examine(writes: readonly RecordWrite<Task>[]): Promise<void> {
    const now = this.foundation.clock.now().toISOString();
    for (const { after, before } of writes) {
      if (after.status !== 'completed') after.completedAt = null;
      else if (before?.status !== 'completed') after.completedAt = now;
    }
    return super.examine(writes);
  }
}
