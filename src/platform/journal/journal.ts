import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { currentActor, currentContext, currentTenant } from '../context/request-context.js';
import { type Statement, TenantDatabase } from '../database/tenant-database.js';
import { DirtyMarks } from './dirty-marks.js';
import type { JournalEntry } from './journal-event.js';
import { JournalHistory } from './journal-history.js';
import { JournalPulse } from './journal-pulse.js';
import { JournalReader } from './journal-reader.js';
import { WakeUps } from './wake-ups.js';

const COLUMNS = [
  'id',
  'resource',
  'record_id',
  'type',
  'version',
  'actor_kind',
  'actor_id',
  'session_id',
  'api_key_id',
  'address',
  'request_id',
  'changes',
  'record',
  'occurred_at',
];

const WRITE_ALL = `INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, session_id, api_key_id,
    address, request_id, changes, record, occurred_at)
  SELECT id, resource, record_id, type, version, $2, $3, $4, $5, $6, $7, changes, record, COALESCE(occurred_at, $8)
  FROM json_to_recordset($1)
    AS entry (id uuid, resource text, record_id uuid, type text, version integer, changes jsonb, record jsonb,
      occurred_at timestamptz)`;

/** The tenant's one journal: a row per change, in the very statement of the change. */
@Injectable()
export class Journal {
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly marks: DirtyMarks,
    private readonly wakeUps: WakeUps,
    private readonly clock: Clock,
    private readonly pulse: JournalPulse,
    readonly reader: JournalReader,
    readonly history: JournalHistory,
  ) {}

  /** Call it before the transaction of a write: a crash after the commit is then found by the sweep. */
  async prepare(): Promise<void> {
    if (currentContext().dryRun === true) return;
    await this.marks.ensure(currentTenant().id);
  }

  /**
   * Runs a statement that changes one record, and its journal row with it: one statement, one round trip, and neither
   * without the other. When the record exists already its row must be locked: that makes `seq` follow its versions.
   */
  async write(change: Statement, entry: JournalEntry): Promise<void> {
    const { kind, id, sessionId, apiKeyId, address, traceId, occurredAt } = this.origin();
    const values = [
      newId(),
      entry.resource,
      entry.recordId,
      entry.type,
      entry.version,
      kind,
      id,
      sessionId,
      apiKeyId,
      address,
      traceId,
      entry.changes === null ? null : JSON.stringify(entry.changes),
      JSON.stringify(entry.record),
      entry.occurredAt ?? occurredAt,
    ];
    const before = change.values ?? [];
    await this.database.execute({
      ...(change.name !== undefined && { name: `${change.name}-journal` }),
      text: this.textOf(change, before.length),
      values: [...before, ...values],
    });
    this.wakeOnCommit();
  }

  /** The journal rows of many records, in their order: call it after the records were written, in the transaction. */
  async writeAll(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { kind, id, sessionId, apiKeyId, address, traceId, occurredAt } = this.origin();
    const rows = entries.map((entry) => {
      const { resource, recordId, type, version, changes, record, occurredAt: at } = entry;
      return { id: newId(), resource, record_id: recordId, type, version, changes, record, occurred_at: at };
    });
    await this.database.execute({
      name: 'journal-write-all',
      text: WRITE_ALL,
      values: [JSON.stringify(rows), kind, id, sessionId, apiKeyId, address, traceId, occurredAt],
    });
    this.wakeOnCommit();
  }

  /** Who writes, from where, when. */
  private origin() {
    const { kind, id, sessionId = null, apiKeyId = null } = currentActor();
    const { address = null, traceId } = currentContext();
    return { kind, id, sessionId, apiKeyId, address, traceId, occurredAt: this.clock.now() };
  }

  private wakeOnCommit(): void {
    const { id } = currentTenant();
    this.database.onCommit(() => {
      this.wakeUps.wake(id, 'journal');
      this.pulse.beat(id, 'committed');
    });
  }

  /** The change as a common table expression before the insert; kept for statements that have a name. */
  private textOf({ name, text }: Statement, taken: number): string {
    const known = name === undefined ? undefined : this.texts.get(name);
    if (known !== undefined) return known;
    const places = COLUMNS.map((_, index) => `$${taken + index + 1}`).join(', ');
    const whole = `WITH change AS (${text}) INSERT INTO journal (${COLUMNS.join(', ')}) VALUES (${places})`;
    if (name !== undefined) this.texts.set(name, whole);
    return whole;
  }
}
