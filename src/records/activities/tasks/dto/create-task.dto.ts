import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { LinkedInputDto } from '../../dto/linked-input.dto.js';
import {
  TASK_PRIORITIES,
  TASK_STATUSES,
  TASK_TYPES,
  type TaskPriority,
  type TaskStatus,
  type TaskType,
} from '../task.entity.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** Its owner is who is to do it: default the caller, null for nobody yet. */
export class CreateTaskDto extends LinkedInputDto {
  @TextField({ max: 500, example: 'Call back about the offer' })
  title!: string;

  @EnumField(TASK_TYPES, { optional: true, name: 'TaskType', example: 'follow-up' })
  type?: TaskType;

  @EnumField(TASK_PRIORITIES, { optional: true, name: 'TaskPriority', example: 'medium' })
  priority?: TaskPriority;

  @EnumField(TASK_STATUSES, { optional: true, name: 'TaskStatus', example: 'todo' })
  status?: TaskStatus;

  @TextField({ ...OPTIONAL, max: 20_000, example: null })
  description?: string | null;

  @DateTimeField(OPTIONAL)
  dueAt?: string | null;

  @DateTimeField({ ...OPTIONAL, description: 'When its owner wants to be reminded of it' })
  remindAt?: string | null;

  @BooleanField({
    optional: true,
    description: 'Makes a calendar event for it; takes a dueAt',
    example: false,
  })
  addToCalendar?: boolean;
}
