import { dateTime, id, text, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateTicketQueueDto } from './dto/create-ticket-queue.dto.js';
import { TicketQueueDto } from './dto/ticket-queue.dto.js';
import { UpdateTicketQueueDto } from './dto/update-ticket-queue.dto.js';
import { TicketQueue } from './ticket-queue.entity.js';

const policy = listPolicy(TicketQueue, {
  filters: {
    name: text,
    externalId: text,
    memberIds: textList,
    teamId: id,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags', memberId: 'memberIds' },
  sorts: ['id', 'name', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'name', order: 'asc' },
  search: ['name', 'description'],
});

export const ticketQueueResource: ResourceDescriptor<TicketQueue> = {
  name: 'ticket-queue',
  plural: 'ticket-queues',
  entity: TicketQueue,
  dto: TicketQueueDto,
  createDto: CreateTicketQueueDto,
  updateDto: UpdateTicketQueueDto,
  policy,
  title: ['name'],
  defaults: { memberIds: [] },
  references: { ownerId: 'user' },
  matchFields: ['name'],
  published: true,
};
