import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { firstIdOf } from '../../kernel/identifiers.js';
import { AuditConfig } from '../../platform/config/audit.config.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { type Sweep, Sweeper } from '../../platform/queue/sweeper.js';

const BATCH = 1_000;

/** Removes the installation's own entries when their time is over. */
@Injectable()
export class AuditPurge implements Sweep {
  readonly name = 'old audit entries';

  constructor(
    private readonly control: ControlDatabase,
    private readonly config: AuditConfig,
    private readonly clock: Clock,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  async sweep(): Promise<void> {
    const keptSince = this.clock.milliseconds() - this.config.retentionMilliseconds;
    await this.control.query('SELECT purge_audit_entries($1, $2)', [firstIdOf(keptSince), BATCH]);
  }
}
