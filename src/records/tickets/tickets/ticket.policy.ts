import {
  dateTime,
  id,
  number,
  oneOf,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateTicketDto } from './dto/create-ticket.dto.js';
import { RESOLVED } from './ticket-moves.js';
import { TicketDto } from './dto/ticket.dto.js';
import { UpdateTicketDto } from './dto/update-ticket.dto.js';
import { TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES, TICKET_TYPES } from './ticket-values.js';
import { Ticket } from './ticket.entity.js';

const policy = listPolicy(Ticket, {
  filters: {
    number,
    subject: text,
    status: oneOf(TICKET_STATUSES),
    priority: oneOf(TICKET_PRIORITIES),
    channel: oneOf(TICKET_CHANNELS),
    type: oneOf(TICKET_TYPES),
    requesterId: id,
    companyId: id,
    queueId: id,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
    firstRespondedAt: dateTime,
    lastAskedAt: dateTime,
    lastRespondedAt: dateTime,
    solvedAt: dateTime,
    closedAt: dateTime,
  },
  aliases: { tag: 'tags', assigneeId: 'ownerId' },
  sorts: [
    'id',
    'number',
    'createdAt',
    'updatedAt',
    'subject',
    'status',
    'firstRespondedAt',
    'lastAskedAt',
    'lastRespondedAt',
    'solvedAt',
    'closedAt',
  ],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['number', 'subject', 'description'],
  searchedAs: { number: 'numberWords' },
});

export const ticketResource: ResourceDescriptor<Ticket> = {
  name: 'ticket',
  verbs: ['assigned', 'solved', 'closed', 'reopened'],
  plural: 'tickets',
  entity: Ticket,
  dto: TicketDto,
  createDto: CreateTicketDto,
  updateDto: UpdateTicketDto,
  policy,
  title: ['subject'],
  defaults: { status: 'new', priority: 'normal', channel: 'other', type: 'question' },
  lasting: ['status'],
  internalFields: ['numberWords'],
  personalFields: ['subject', 'description'],
  mergeable: {},
  duplicates: {
    keys: { requesterId: 'id' },
    besides: { subject: 'text', companyId: 'id' },
    rules: [
      {
        name: 'Same requester and subject',
        conditions: [
          { field: 'requesterId', match: 'exact' },
          { field: 'subject', match: 'normalized' },
        ],
      },
    ],
  },
  references: {
    ownerId: 'user',
    requesterId: { resource: 'contact', relation: 'requester', onErase: 'erase' },
    companyId: 'company',
    queueId: { resource: 'ticket-queue', relation: 'queue' },
  },
  timeline: {
    at: 'createdAt',
    through: ['requesterId', 'companyId'],
    kind: 'type',
    summary: 'description',
  },
  serviceLevel: {
    priority: { field: 'priority', values: TICKET_PRIORITIES },
    firstResponse: { at: 'firstRespondedAt' },
    nextResponse: { asked: 'lastAskedAt', answered: 'lastRespondedAt' },
    resolution: { field: 'status', values: RESOLVED },
    pause: { field: 'status', values: ['pending', 'onHold'] },
  },
  notifies: [
    { kind: 'assigned', to: 'ownerId' },
    { kind: 'status-changed', to: 'ownerId', of: 'status' },
  ],
  published: true,
};
