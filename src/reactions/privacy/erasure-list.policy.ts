import { ERASURE_SCOPES, ERASURE_STATES } from '../../platform/privacy/dto/erasure.dto.js';
import { dateTime, id, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { ListPolicy } from '../../platform/resource/lists/list-policy.js';
import { PlainTable } from '../../platform/resource/lists/plain-table.js';

export const ERASURE_TABLE = new PlainTable('erasures', {
  id: { column: 'id' },
  scope: { column: 'scope' },
  resource: { column: 'resource' },
  recordId: { column: 'record_id' },
  reason: { column: 'reason', nullable: true },
  state: { column: 'state' },
  requestedById: { column: 'actor_id' },
  apiKeyId: { column: 'api_key_id', nullable: true },
  requestedAt: { column: 'requested_at' },
  completedAt: { column: 'completed_at', nullable: true },
  counts: { column: 'counts' },
  digest: { column: 'digest', nullable: true },
});

export const ERASURE_POLICY = new ListPolicy({
  filters: {
    scope: oneOf(ERASURE_SCOPES),
    resource: text,
    recordId: id,
    state: oneOf(ERASURE_STATES),
    requestedById: id,
    requestedAt: dateTime,
    completedAt: dateTime,
  },
  sorts: ['id', 'requestedAt', 'completedAt'],
  defaultSort: { field: 'requestedAt', order: 'desc' },
  search: [],
});
