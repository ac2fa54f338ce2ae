import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { LinksField } from '../../../../platform/http/fields/links.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import type { RecordLink } from '../../../../platform/resource/relations/record-link.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { MOST_LINKS } from '../../linked-records.js';
import {
  TASK_PRIORITIES,
  TASK_STATUSES,
  TASK_TYPES,
  type TaskPriority,
  type TaskStatus,
  type TaskType,
} from '../task.entity.js';

const NULLABLE = { nullable: true } as const;

export class TaskDto extends RecordDto {
  @TextField({ max: 500 })
  title!: string;

  @EnumField(TASK_TYPES, { name: 'TaskType' })
  type!: TaskType;

  @EnumField(TASK_PRIORITIES, { name: 'TaskPriority' })
  priority!: TaskPriority;

  @EnumField(TASK_STATUSES, { name: 'TaskStatus' })
  status!: TaskStatus;

  @TextField({ ...NULLABLE, max: 20_000 })
  description!: string | null;

  @DateTimeField(NULLABLE)
  dueAt!: string | null;

  @DateTimeField(NULLABLE)
  remindAt!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'When it was completed; null while it is open' })
  completedAt!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'When it last fell due, or was reminded of' })
  remindedAt!: string | null;

  @BooleanField({ description: 'Whether a calendar event stands for it: the one with its `taskId`' })
  addToCalendar!: boolean;

  @LinksField({ maxItems: MOST_LINKS })
  links!: RecordLink[];
}
