import type { AuditCondition } from './audit-condition.js';

/** A table of which some rows are audit entries, and how they are read as such. */
export interface AuditSource {
  readonly table: string;
  /** Select list, with the columns of `AuditRow` in their order. */
  readonly selection: string;
  /** The column behind each filter. */
  readonly columns: Readonly<Record<string, string>>;
  /** Filters that an index in the order of ids serves. */
  readonly indexed: ReadonlySet<string>;
}

/** An entry as its source gives it. */
export interface AuditRow {
  readonly source: 'journal' | 'audit';
  readonly id: string;
  readonly action: string;
  readonly outcome: 'success' | 'failure';
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly sessionId: string | null;
  readonly apiKeyId: string | null;
  readonly address: string | null;
  readonly requestId: string;
  readonly resource: string | null;
  readonly recordId: string | null;
  readonly changes: Readonly<Record<string, { old: unknown; new: unknown }>> | null;
  /** A new record as it was made; null for every other change. */
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  /** Of tenants' own logs: the member, if it is one. */
  readonly actorName?: string | null;
  /** Of the installation's own log. */
  readonly tenantId?: string | null;
}

const WHO = `actor_kind AS "actorKind", actor_id AS "actorId", session_id AS "sessionId",
    api_key_id AS "apiKeyId", address, request_id AS "requestId", resource`;
const ENTRY = `'audit'::text AS source, id, action, outcome, ${WHO}, subject_id AS "recordId", changes,
    NULL::jsonb AS record, details, occurred_at AS "occurredAt"`;

const SHARED_COLUMNS = {
  id: 'id',
  actorId: 'actor_id',
  sessionId: 'session_id',
  apiKeyId: 'api_key_id',
  address: 'address',
  requestId: 'request_id',
  resource: 'resource',
  occurredAt: 'occurred_at',
};
const ENTRY_COLUMNS = {
  ...SHARED_COLUMNS,
  action: 'action',
  outcome: 'outcome',
  recordId: 'subject_id',
  tenantId: 'tenant_id',
};

/** Every change of a record, and of a member. */
export const JOURNAL_SOURCE: AuditSource = {
  table: 'journal',
  selection: `'journal'::text AS source, id, type AS action, 'success'::text AS outcome, ${WHO},
    record_id::text AS "recordId", changes, CASE WHEN version = 1 THEN record END AS record,
    '{}'::jsonb AS details, occurred_at AS "occurredAt"`,
  columns: { ...SHARED_COLUMNS, action: 'type', outcome: `'success'::text`, recordId: 'record_id' },
  indexed: new Set(['id', 'actorId', 'recordId', 'occurredAt']),
};

/** What the journal does not tell. */
export const ENTRY_SOURCE: AuditSource = {
  table: 'audit_entries',
  selection: ENTRY,
  columns: ENTRY_COLUMNS,
  indexed: new Set(['id', 'action', 'actorId', 'recordId', 'occurredAt']),
};

/** The installation's own log, in the control database. */
export const CONTROL_SOURCE: AuditSource = {
  ...ENTRY_SOURCE,
  selection: `${ENTRY}, tenant_id AS "tenantId"`,
  indexed: new Set(['id', 'occurredAt']),
};

/** Whether the journal may hold such entries: it tells of successful changes, and of nothing else. */
export function journalMayHold(
  conditions: readonly AuditCondition[],
  isTold: (name: string) => boolean,
): boolean {
  return conditions.every(({ field, operator, values }) => {
    if (operator !== 'eq' && operator !== 'in' && operator !== 'startsWith') return true;
    const texts = values.map(String);
    if (field === 'outcome') return texts.includes('success');
    if (field === 'resource' && operator !== 'startsWith') return texts.some(isTold);
    if (field !== 'action') return true;
    return texts.some((action) => !action.includes('.') || isTold(action.slice(0, action.indexOf('.'))));
  });
}
