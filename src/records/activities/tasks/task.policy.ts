import {
  boolean,
  dateTime,
  id,
  links,
  linksTo,
  oneOf,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateTaskDto } from './dto/create-task.dto.js';
import { TaskDto } from './dto/task.dto.js';
import { UpdateTaskDto } from './dto/update-task.dto.js';
import { Task, TASK_PRIORITIES, TASK_STATUSES, TASK_TYPES } from './task.entity.js';

const policy = listPolicy(Task, {
  filters: {
    title: text,
    type: oneOf(TASK_TYPES),
    priority: oneOf(TASK_PRIORITIES),
    status: oneOf(TASK_STATUSES),
    dueAt: dateTime,
    remindAt: dateTime,
    completedAt: dateTime,
    remindedAt: dateTime,
    addToCalendar: boolean,
    externalId: text,
    links,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  linkFilters: {
    contactId: linksTo('contact', 'links'),
    companyId: linksTo('company', 'links'),
    leadId: linksTo('lead', 'links'),
    dealId: linksTo('deal', 'links'),
  },
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
