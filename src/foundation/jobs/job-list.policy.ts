import { dateTime, id, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { ListPolicy } from '../../platform/resource/lists/list-policy.js';
import { PlainTable } from '../../platform/resource/lists/plain-table.js';
import { JOB_STATES } from './job-states.js';

export const JOB_TABLE = new PlainTable('jobs', {
  id: { column: 'id' },
  kind: { column: 'kind' },
  state: { column: 'state' },
  actorKind: { column: 'actor_kind' },
  requestedById: { column: 'actor_id' },
  apiKeyId: { column: 'api_key_id', nullable: true },
  parameters: { column: 'parameters' },
  done: { column: 'progress_done' },
  total: { column: 'progress_total', nullable: true },
  counts: { column: 'counts' },
  result: { column: 'result', nullable: true },
  errorCode: { column: 'error_code', nullable: true },
  errorMessage: { column: 'error_message', nullable: true },
  cancelRequestedAt: { column: 'cancel_requested_at', nullable: true },
  createdAt: { column: 'created_at' },
  startedAt: { column: 'started_at', nullable: true },
  finishedAt: { column: 'finished_at', nullable: true },
  expiresAt: { column: 'expires_at', nullable: true },
  version: { column: 'version' },
});

export const JOB_POLICY = new ListPolicy({
  filters: {
    kind: text,
    state: oneOf(JOB_STATES),
    requestedById: id,
    apiKeyId: id,
    createdAt: dateTime,
    startedAt: dateTime,
    finishedAt: dateTime,
  },
  sorts: ['id', 'createdAt', 'finishedAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: [],
});
