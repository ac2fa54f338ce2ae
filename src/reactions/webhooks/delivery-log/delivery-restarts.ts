import { Injectable } from '@nestjs/common';
import { type AuditFact, AuditTrail } from '../../../platform/audit/audit-trail.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { Journal } from '../../../platform/journal/journal.js';
import { TenantSignals } from '../../../platform/journal/tenant-signals.js';

/** What goes with every delivery that is sent again because somebody asked for it. */
@Injectable()
export class DeliveryRestarts {
  constructor(
    private readonly database: TenantDatabase,
    private readonly journal: Journal,
    private readonly signals: TenantSignals,
    private readonly audit: AuditTrail,
  ) {}

  /** Call it before the transaction: a crash between its commit and the wake-up is then found by the sweep. */
  prepare(): Promise<void> {
    return this.journal.prepare();
  }

  /** Call it in the transaction. */
  async tell(fact: AuditFact): Promise<void> {
    await this.audit.record(fact);
    this.database.onCommit(() => this.signals.wake());
  }
}
