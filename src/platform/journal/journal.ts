import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { currentActor, currentContext, currentTenant } from '../context/request-context.js';
import { type Statement, TenantDatabase } from '../database/tenant-database.js';
import { DirtyMarks } from './dirty-marks.js';
import type { JournalEntry } from './journal-event.js';
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
  'request_id',
  'changes',
  'record',
  'occurred_at',
];

/** The tenant's one journal: a row per change, in the very statement of the change. */
@Injectable()
export class Journal {
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly marks: DirtyMarks,
    private readonly wakeUps: WakeUps,
    private readonly clock: Clock,
    readonly reader: JournalReader,
  ) {}

  /** Call it before the transaction of a write: a crash after the commit is then found by the sweep. */
  prepare(): Promise<void> {
    return this.marks.ensure(currentTenant().id);
  }

  /**
   * Runs a statement that changes one record, and its journal row with it: one statement, one round trip, and neither
   * without the other. When the record exists already its row must be locked: that makes `seq` follow its versions.
   */
  async write(change: Statement, entry: JournalEntry): Promise<void> {
    const { id: tenantId } = currentTenant();
    const actor = currentActor();
    const values = [
      newId(),
      entry.resource,
      entry.recordId,
      entry.type,
      entry.version,
      actor.kind,
      actor.id,
      currentContext().traceId,
      entry.changes === null ? null : JSON.stringify(entry.changes),
      JSON.stringify(entry.record),
      this.clock.now(),
    ];
    const before = change.values ?? [];
    await this.database.execute({
      ...(change.name !== undefined && { name: `${change.name}-journal` }),
      text: this.textOf(change, before.length),
      values: [...before, ...values],
    });
    this.database.onCommit(() => this.wakeUps.wake(tenantId));
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
