import { Injectable } from '@nestjs/common';
import { currentTenant } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { errorLine } from '../../platform/logging/error-line.js';
import { JobHost } from '../../platform/queue/job-host.js';
import { TenantJob, type TenantJobData } from '../../platform/queue/tenant-job.js';
import { Timers } from '../../platform/timers/timers.js';
import { INDEX_TIMER } from './custom-fields.service.js';
import { FieldIndexes } from './field-indexes.js';

interface FieldIndexJobData extends TenantJobData {
  /** `leads` */
  readonly resource: string;
}

const CONCURRENCY = 2;
/** Milliseconds after which somebody looks whether the job has done its work, or died with its process. */
const LEASE = 60_000;
/** Then the lease looks whether it can be done at all. */
const ROUNDS = 10;

/**
 * Builds and drops the indexes of custom fields. The timer is the memory: it rings until nothing is left to do, so that
 * a job or a process that is lost is followed by another.
 */
@Injectable()
export class FieldIndexJob extends TenantJob<FieldIndexJobData> {
  constructor(
    host: JobHost,
    private readonly database: TenantDatabase,
    private readonly timers: Timers,
    private readonly indexes: FieldIndexes,
  ) {
    super('custom-field-indexes', CONCURRENCY, host);
    timers.on(INDEX_TIMER, ({ subject }) => this.start(subject));
  }

  protected async handle({ resource }: FieldIndexJobData): Promise<void> {
    // What is changed while it works would find a job of this name there, and wait for the lease.
    for (let rounds = ROUNDS; rounds > 0; rounds -= 1) {
      const isDone = !(await this.indexes.reconcile(resource)) || (await this.indexes.areSettled(resource));
      if (isDone || this.host.queues.stopping) return;
    }
  }

  private async start(resource: string): Promise<void> {
    if (await this.indexes.areSettled(resource)) return;
    await this.timers.set(INDEX_TIMER, resource, new Date(this.host.clock.milliseconds() + LEASE));
    const { id: tenantId } = currentTenant();
    this.database.onCommit(() => void this.enqueue(tenantId, resource));
  }

  /** A queue that is away costs a minute: the timer rings again. */
  private async enqueue(tenantId: string, resource: string): Promise<void> {
    try {
      await this.add([{ tenantId, resource }], [`${tenantId}-${resource}`]);
    } catch (error) {
      this.logger.warn(`Indexes of ${resource} wait for the queue: ${errorLine(error)}`);
    }
  }
}
