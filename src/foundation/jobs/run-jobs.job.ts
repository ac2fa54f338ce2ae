import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/identifiers.js';
import { JobsConfig } from '../../platform/config/jobs.config.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { errorLine } from '../../platform/logging/error-line.js';
import { JobHost } from '../../platform/queue/job-host.js';
import { TenantJob, type TenantJobData } from '../../platform/queue/tenant-job.js';
import { JobStore } from './job-store.js';
import { JobTurns } from './job-turns.js';

const QUEUE = 'jobs';

/** One turn of one job of a tenant; which one is decided when it begins. */
@Injectable()
export class RunJobs extends TenantJob<TenantJobData> {
  constructor(
    host: JobHost,
    config: JobsConfig,
    private readonly store: JobStore,
    private readonly turns: JobTurns,
  ) {
    super(QUEUE, config.concurrency, host);
  }

  /** A failure is no loss: the due work finds what may run. @param jobIds for each of which a turn is wanted */
  async enqueue(jobIds: readonly string[]): Promise<void> {
    if (jobIds.length === 0) return;
    const tenantId = currentTenant().id;
    const period = this.host.queues.lockPeriod(this.host.clock.milliseconds());
    await this.push(
      tenantId,
      jobIds.map((id) => `${id}-${period}`),
    );
  }

  protected async handle({ tenantId }: TenantJobData): Promise<void> {
    const { queues } = this.host;
    if (queues.stopping) return;
    const job = await this.store.claim();
    if (job === undefined) return;
    await this.turns.take(job);
    const { runnable } = await this.store.look();
    // Behind the other tenants; under new names, because the names of those that run are taken.
    await this.push(
      tenantId,
      runnable.map(() => newId()),
    ).catch((error: unknown) => this.logger.warn(`Jobs wait for the sweep: ${errorLine(error)}`));
  }

  private async push(tenantId: string, names: readonly string[]): Promise<void> {
    const data = { tenantId, traceId: QUEUE } satisfies TenantJobData;
    await this.host.queues.add(
      QUEUE,
      names.map((jobId) => ({ name: QUEUE, data, opts: { jobId } })),
    );
  }
}
