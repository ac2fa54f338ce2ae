import { boolean, dateTime, oneOf, text } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateTaskDto } from './dto/create-task.dto.js';
import { TaskDto } from './dto/task.dto.js';
import { UpdateTaskDto } from './dto/update-task.dto.js';
import { Task, TASK_PRIORITIES, TASK_STATUSES, TASK_TYPES } from './task.entity.js';
import { LINK_FILTERS, LINKED_RECORD_FILTERS } from '../linked-record-filters.js';

const policy = listPolicy(Task, {
  filters: {
    ...LINKED_RECORD_FILTERS,
    title: text,
    type: oneOf(TASK_TYPES),
    priority: oneOf(TASK_PRIORITIES),
    status: oneOf(TASK_STATUSES),
    dueAt: dateTime,
    remindAt: dateTime,
    completedAt: dateTime,
    remindedAt: dateTime,
    addToCalendar: boolean,
  },
  linkFilters: LINK_FILTERS,
  aliases: { tag: 'tags' },
  sorts: ['id', 'dueAt', 'createdAt', 'updatedAt', 'completedAt', 'title', 'status', 'type'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['title', 'description'],
});

export const taskResource: ResourceDescriptor<Task> = {
  name: 'task',
  plural: 'tasks',
  verbs: ['due', 'reminder'],
  entity: Task,
  dto: TaskDto,
  createDto: CreateTaskDto,
  updateDto: UpdateTaskDto,
  policy,
  title: ['title'],
  defaults: { type: 'other', priority: 'medium', status: 'todo', addToCalendar: false, links: [] },
  personalFields: ['title', 'description'],
  references: { ownerId: 'user' },
  timeline: { at: 'createdAt', through: ['links'], kind: 'type', summary: 'description' },
  notifies: [
    { kind: 'assigned', to: 'ownerId' },
    { kind: 'due', to: 'ownerId', verbs: ['due', 'reminder'] },
    { kind: 'status-changed', to: 'ownerId', of: 'status' },
    { kind: 'status-changed', to: 'createdBy', of: 'status' },
  ],
  published: true,
};
