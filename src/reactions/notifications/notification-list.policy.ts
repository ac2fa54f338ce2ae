import { boolean, dateTime, id, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { ListPolicy } from '../../platform/resource/lists/list-policy.js';
import { NOTIFICATION_KINDS } from '../../platform/resource/events/notification-rule.js';
import { PlainTable } from '../../platform/resource/lists/plain-table.js';

export const NOTIFICATION_TABLE = new PlainTable('notifications', {
  id: { column: 'id' },
  memberId: { column: 'member_id' },
  kind: { column: 'kind' },
  resource: { column: 'resource' },
  recordId: { column: 'record_id' },
  eventId: { column: 'event_id' },
  count: { column: 'occurrences' },
  actorKind: { column: 'actor_kind' },
  actorId: { column: 'actor_id' },
  inApp: { column: 'in_app' },
  isRead: { column: 'is_read' },
  readAt: { column: 'read_at', nullable: true },
  createdAt: { column: 'created_at' },
});

export const NOTIFICATION_POLICY = new ListPolicy({
  filters: {
    kind: oneOf(NOTIFICATION_KINDS),
    resource: text,
    recordId: id,
    isRead: boolean,
    createdAt: dateTime,
    memberId: id,
    inApp: boolean,
  },
  sorts: ['id', 'createdAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: [],
});
