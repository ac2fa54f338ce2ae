import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import type { RecordLink } from '../../../platform/resource/relations/record-link.js';
import { type Moment, RecordEntity } from '../../../platform/resource/record.entity.js';

export const TASK_TYPES = ['follow-up', 'meeting', 'call', 'other'] as const;
export type TaskType = (typeof TASK_TYPES)[number];

export const TASK_PRIORITIES = ['high', 'medium', 'low'] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

export const TASK_STATUSES = ['todo', 'in-progress', 'completed'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

@TenantEntity('tasks')
export class Task extends RecordEntity {
  @Column('text')
  title!: string;

  @Column('text')
  type!: TaskType;

  @Column('text')
  priority!: TaskPriority;

  @Column('text')
  status!: TaskStatus;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('timestamptz', { nullable: true })
  dueAt!: Moment | null;

  @Column('timestamptz', { nullable: true })
  remindAt!: Moment | null;

  @Column('timestamptz', { nullable: true })
  completedAt!: Moment | null;

  /** When it last fell due or was reminded of. */
  @Column('timestamptz', { nullable: true })
  remindedAt!: Moment | null;

  @Column('boolean')
  addToCalendar!: boolean;

  @Column('jsonb')
  links!: RecordLink[];
}
