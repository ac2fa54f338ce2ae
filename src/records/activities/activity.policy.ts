import { dateTime, number, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { Activity, ACTIVITY_DIRECTIONS, ACTIVITY_KINDS } from './activity.entity.js';
import { ActivityDto } from './dto/activity.dto.js';
import { CreateActivityDto } from './dto/create-activity.dto.js';
import { UpdateActivityDto } from './dto/update-activity.dto.js';
import { LINK_FILTERS, LINKED_RECORD_FILTERS } from './linked-record-filters.js';

const policy = listPolicy(Activity, {
  filters: {
    ...LINKED_RECORD_FILTERS,
    kind: oneOf(ACTIVITY_KINDS),
    direction: oneOf(ACTIVITY_DIRECTIONS),
    subject: text,
    outcome: text,
    durationMinutes: number,
    occurredAt: dateTime,
  },
  linkFilters: LINK_FILTERS,
  aliases: { tag: 'tags' },
  sorts: ['id', 'occurredAt', 'createdAt', 'updatedAt', 'kind', 'durationMinutes'],
  defaultSort: { field: 'occurredAt', order: 'desc' },
  search: ['subject', 'body', 'outcome'],
});

export const activityResource: ResourceDescriptor<Activity> = {
  name: 'activity',
  plural: 'activities',
  alsoAt: ['interactions'],
  entity: Activity,
  dto: ActivityDto,
  createDto: CreateActivityDto,
  updateDto: UpdateActivityDto,
  policy,
  title: ['subject'],
  defaults: { links: [] },
  personalFields: ['subject', 'body'],
  references: { ownerId: 'user' },
  timeline: { at: 'occurredAt', through: ['links'], kind: 'kind', summary: 'body' },
  notifies: [{ kind: 'mentioned', in: 'body' }],
  published: true,
};
