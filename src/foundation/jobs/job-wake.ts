import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { currentContext, currentTenant, runInContext } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { DirtyMarks } from '../../platform/journal/dirty-marks.js';
import { TenantSignals } from '../../platform/journal/tenant-signals.js';
import { errorLine } from '../../platform/logging/error-line.js';
import { RunJobs } from './run-jobs.job.js';

/** Sees to it that a job which has become ready is run, whatever happens to this process or the queue. */
@Injectable()
export class JobWake {
  private readonly logger = new Logger('Jobs');

  constructor(
    private readonly database: TenantDatabase,
    private readonly dirtyMarks: DirtyMarks,
    private readonly signals: TenantSignals,
    private readonly clock: Clock,
    private readonly runJobs: RunJobs,
  ) {}

  /** Call it in the transaction that makes the job ready, before it does. */
  async announce(jobId: string): Promise<void> {
    // The dispatcher may look before the open transaction commits, and settle: the dirty mark makes it look again.
    await this.dirtyMarks.ensure(currentTenant().id);
    await this.signals.dueAt(this.clock.now());
    const context = { ...currentContext(), transaction: undefined };
    this.database.onCommit(() => {
      runInContext(context, () => this.runJobs.enqueue([jobId])).catch((error: unknown) =>
        this.logger.warn(`Job ${jobId} waits for the sweep: ${errorLine(error)}`),
      );
    });
  }
}
