import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { currentActor, currentContext, currentTenant } from '../context/request-context.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { DirtyMarks } from './dirty-marks.js';
import type { JournalEntry } from './journal-event.js';
import { WakeUps } from './wake-ups.js';

const APPEND = `INSERT INTO journal
  (id, resource, record_id, type, version, actor_kind, actor_id, request_id, changes, record, occurred_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** The tenant's one journal: a row per change, in the transaction of the change. */
@Injectable()
export class Journal {
  constructor(
    private readonly database: TenantDatabase,
    private readonly marks: DirtyMarks,
    private readonly wakeUps: WakeUps,
    private readonly clock: Clock,
  ) {}

  /** Call it before the transaction of a write: a crash after the commit is then found by the sweep. */
  prepare(): Promise<void> {
    return this.marks.ensure(currentTenant().id);
  }

  /** Call it inside the transaction, after the record's row is locked: that makes `seq` follow its versions. */
  async append(entry: JournalEntry): Promise<void> {
    const { id: tenantId } = currentTenant();
    const actor = currentActor();
    await this.database.execute({
      name: 'journal-append',
      text: APPEND,
      values: [
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
      ],
    });
    this.database.onCommit(() => this.wakeUps.wake(tenantId));
  }
}
