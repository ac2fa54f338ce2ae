import { dateTime, id, number, oneOf, text } from '../../../platform/resource/lists/list-filters.js';
import { declaredFields, ListFields } from '../../../platform/resource/lists/list-fields.js';
import { ListPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { BoundRelation } from '../../../platform/resource/lists/list-tree.js';
import { PlainTable } from '../../../platform/resource/lists/plain-table.js';
import { DELIVERY_LANES, DELIVERY_STATUSES } from './delivery-states.js';

export const DELIVERY_TABLE = new PlainTable('webhook_deliveries', {
  id: { column: 'id' },
  webhookId: { column: 'endpoint_id' },
  eventId: { column: 'event_id' },
  eventType: { column: 'event_type' },
  status: { column: 'status' },
  lane: { column: 'lane' },
  attempts: { column: 'attempts' },
  responseStatus: { column: 'response_status', nullable: true },
  nextAttemptAt: { column: 'next_attempt_at', nullable: true },
  createdAt: { column: 'created_at' },
  completedAt: { column: 'completed_at', nullable: true },
  deliveredAt: { column: 'delivered_at', nullable: true },
  replayedAt: { column: 'replayed_at', nullable: true },
});

/** `recordId` is the event's: `DELIVERY_RELATIONS` leads there. */
export const DELIVERY_POLICY = new ListPolicy({
  filters: {
    webhookId: id,
    eventId: id,
    eventType: text,
    status: oneOf(DELIVERY_STATUSES),
    lane: oneOf(DELIVERY_LANES),
    attempts: number,
    responseStatus: number,
    nextAttemptAt: dateTime,
    createdAt: dateTime,
    completedAt: dateTime,
    deliveredAt: dateTime,
    replayedAt: dateTime,
  },
  sorts: ['id', 'createdAt', 'completedAt', 'attempts'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: [],
});

export const EVENT = 'event';
const EVENT_TABLE = new PlainTable('journal', { id: { column: 'id' }, recordId: { column: 'record_id' } });
const EVENT_FIELDS = declaredFields(
  new ListPolicy({
    filters: { recordId: id },
    sorts: [],
    defaultSort: { field: 'id', order: 'asc' },
    search: [],
  }),
  EVENT_TABLE,
);

const event: BoundRelation = {
  name: EVENT,
  property: 'eventId',
  column: (alias) => `${alias}."event_id"`,
  source: {
    plural: 'events',
    table: EVENT_TABLE.table,
    isRecord: false,
    fields: EVENT_FIELDS,
    views: () => Promise.resolve(new Map()),
  },
  scope: undefined,
  fields: new ListFields(EVENT_FIELDS, new Map(), new Set()),
};

export const DELIVERY_RELATIONS: ReadonlyMap<string, BoundRelation> = new Map([[EVENT, event]]);
