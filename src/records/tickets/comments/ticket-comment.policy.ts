import { dateTime, id, oneOf, text, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { TICKET_CHANNELS } from '../tickets/index.js';
import { COMMENT_VISIBILITIES } from './comment-values.js';
import { TicketCommentDto } from './dto/ticket-comment.dto.js';
import { TicketCommentInputDto } from './dto/ticket-comment-input.dto.js';
import { UpdateTicketCommentDto } from './dto/update-ticket-comment.dto.js';
import { TicketComment } from './ticket-comment.entity.js';

const policy = listPolicy(TicketComment, {
  filters: {
    recordId: id,
    visibility: oneOf(COMMENT_VISIBILITIES),
    channel: oneOf(TICKET_CHANNELS),
    authorId: id,
    authorContactId: id,
    mentions: textList,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags', ticketId: 'recordId' },
  sorts: ['id', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['body'],
});

export const ticketCommentResource: ResourceDescriptor<TicketComment> = {
  name: 'ticket-comment',
  plural: 'ticket-comments',
  entity: TicketComment,
  dto: TicketCommentDto,
  createDto: TicketCommentInputDto,
  updateDto: UpdateTicketCommentDto,
  policy,
  title: ['body'],
  defaults: { visibility: 'public', mentions: [] },
  lasting: ['visibility', 'authorContactId'],
  personalFields: ['body'],
  references: {
    ownerId: 'user',
    authorContactId: { resource: 'contact', relation: 'authorContact', onErase: 'erase' },
  },
  within: true,
  guarded: { field: 'visibility', column: 'visibility', value: 'internal', root: 'internal-comments' },
  timeline: { at: 'createdAt', through: ['recordId'], kind: 'visibility', summary: 'body' },
  notifies: [{ kind: 'mentioned', in: 'mentions' }],
  published: true,
};
