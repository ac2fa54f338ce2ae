import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { firstIdOf } from '../../kernel/identifiers.js';
import { AuditConfig } from '../../platform/config/audit.config.js';
import { currentContext, currentTenant, runInContext } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { Timers } from '../../platform/timers/timers.js';
import { BackgroundWork } from '../../platform/runtime/background-work.js';

const KIND = 'audit-retention';
const SUBJECT = 'audit_entries';
const BATCH = 5_000;
/** Milliseconds to the next batch, so that other work of the tenant has its turn between. */
const SOON = 10_000;
/** A shorter retention takes hold within this time, in milliseconds. */
const LONGEST_WAIT = 7 * 86_400_000;
const SHORTEST_WAIT = 3_600_000;
const REMEMBERED = 10_000;

/** Removes a tenant's entries when their time is over, by a durable timer that the first entry sets. */
@Injectable()
export class AuditRetention {
  private readonly ensured = new Set<string>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly timers: Timers,
    private readonly background: BackgroundWork,
    private readonly config: AuditConfig,
    private readonly clock: Clock,
  ) {
    timers.on(KIND, () => this.purge());
  }

  /** Sets the current tenant's timer unless it runs already; asked once a process. */
  ensure(): void {
    const { id } = currentTenant();
    if (this.ensured.has(id)) return;
    if (this.ensured.size >= REMEMBERED) this.ensured.clear();
    this.ensured.add(id);
    const context = { ...currentContext(), transaction: undefined };
    this.background.start('The timer of audit entries', () =>
      runInContext(context, () => this.timers.setIfNone(KIND, SUBJECT, this.after(LONGEST_WAIT))),
    );
  }

  /** One batch; and the timer for the next. */
  private async purge(): Promise<void> {
    const keptSince = this.clock.milliseconds() - this.config.retentionMilliseconds;
    const [row] = await this.database.query<{ purged: number }>({
      text: 'SELECT purge_audit_entries($1, $2) AS purged',
      values: [firstIdOf(keptSince), BATCH],
    });
    const [oldest] = await this.database.query<{ occurredAt: Date }>({
      text: 'SELECT occurred_at AS "occurredAt" FROM audit_entries ORDER BY id LIMIT 1',
    });
    const untilDue = oldest === undefined ? LONGEST_WAIT : oldest.occurredAt.getTime() - keptSince;
    const wait = row?.purged === BATCH ? SOON : Math.max(SHORTEST_WAIT, Math.min(untilDue, LONGEST_WAIT));
    await this.timers.set(KIND, SUBJECT, this.after(wait));
  }

  private after(milliseconds: number): Date {
    return new Date(this.clock.milliseconds() + milliseconds);
  }
}
