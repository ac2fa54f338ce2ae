import { Logger } from '@nestjs/common';
import { type Actor, SYSTEM_ACTOR } from '../context/actor.js';
import { currentContext, findContext, runInContext } from '../context/request-context.js';
import { newId } from '../../kernel/identifiers.js';
import { errorLine } from '../logging/error-line.js';
import type { JobHost } from './job-host.js';

/** What every job carries; the rest is ids. */
export interface TenantJobData {
  readonly tenantId: string;
  readonly traceId: string;
  /** On whose behalf it runs; the product itself when nobody asked for it. */
  readonly actor?: Actor | undefined;
}

/**
 * The base of every job: restores the tenant, the actor and the trace before `handle` runs. A job may run twice and
 * at any time after it was added, so `handle` must be idempotent.
 */
export abstract class TenantJob<Data extends TenantJobData> {
  protected readonly logger = new Logger(this.constructor.name);

  constructor(
    readonly queue: string,
    concurrency: number,
    protected readonly host: JobHost,
  ) {
    host.queues.register({
      queue,
      concurrency,
      run: (data) => this.run(data as Data),
      settle: () => this.settle(),
    });
  }

  protected abstract handle(data: Data): Promise<void>;

  /** For what a job leaves running: resolves when all of it has ended. */
  protected async settle(): Promise<void> {}

  /** @param jobIds name the jobs: one that waits or runs under the same name already is not added again. */
  protected add(data: readonly Omit<Data, 'traceId' | 'actor'>[], jobIds: readonly string[]): Promise<void> {
    const { traceId = this.queue, actor } = findContext() ?? {};
    const jobs = data.map((item, index) => ({
      name: this.queue,
      data: { ...item, traceId, actor },
      opts: { jobId: jobIds[index] ?? newId() },
    }));
    return this.host.queues.add(this.queue, jobs);
  }

  private async run(data: Data): Promise<void> {
    try {
      const tenant = await this.host.tenants.find(data.tenantId);
      if (tenant === undefined) return;
      const { traceId, actor = SYSTEM_ACTOR } = data;
      await runInContext({ traceId, tenant, actor }, async () => {
        if (actor.kind !== 'system') currentContext().access = await this.host.access.of(actor);
        await this.handle(data);
      });
    } catch (error) {
      this.logger.warn(`A job of tenant ${data.tenantId} failed: ${errorLine(error)}`);
      throw error;
    }
  }
}
