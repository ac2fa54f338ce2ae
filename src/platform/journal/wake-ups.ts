import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { QueueConfig } from '../config/queue.config.js';
import { errorLine } from '../logging/error-line.js';
import { JobQueues } from '../queue/job-queues.js';
import type { TenantJobData } from '../queue/tenant-job.js';

export const DISPATCH_QUEUE = 'dispatch';
/** Milliseconds between wake-ups under steady writes: one drain then serves all commits since the last. */
const WAKE_INTERVAL = 15;

/** What a dispatcher looks at: only what was committed, or also everything that falls due by time. */
type DispatchScope = 'journal' | 'all';

export interface DispatchJobData extends TenantJobData {
  /** Default `all`. */
  readonly looksAt?: DispatchScope;
}

/**
 * Tells a worker that a tenant's journal has grown. Many commits within the debounce make one job; a job that is
 * added while its like runs is kept for afterwards. A wake-up that fails is no loss: the dirty mark stays.
 */
@Injectable()
export class WakeUps {
  private readonly logger = new Logger(WakeUps.name);
  private waiting = new Map<string, DispatchScope>();
  private timer: NodeJS.Timeout | undefined;
  private flushedAt = 0;

  constructor(
    private readonly queues: JobQueues,
    private readonly config: QueueConfig,
    private readonly clock: Clock,
  ) {}

  wake(tenantId: string, looksAt: DispatchScope = 'all'): void {
    if (this.waiting.get(tenantId) !== 'all') this.waiting.set(tenantId, looksAt);
    this.timer ??= setTimeout(() => void this.flush(), this.delay());
  }

  /** The first wake-up after a rest is quick; under steady writes they come at an even pace, whatever the rate. */
  private delay(): number {
    const rested = this.clock.milliseconds() - this.flushedAt;
    // Less than nothing when the clock was set back: that must not put the wake-up off by as much.
    const due = Math.min(WAKE_INTERVAL, WAKE_INTERVAL - rested);
    return Math.max(this.config.wakeDebounceMilliseconds, due);
  }

  /**
   * For the sweep: past the deduplication of ordinary wake-ups, one job a tenant for as long as a few locks last. Not
   * for ever: a worker that dies with a fast clock leaves a lock that is not over for as much as the clock was off.
   */
  async sweep(tenantIds: readonly string[]): Promise<void> {
    if (tenantIds.length === 0) return;
    const period = this.queues.lockPeriod(this.clock.milliseconds());
    await this.queues.add(
      DISPATCH_QUEUE,
      tenantIds.map((tenantId) => ({
        name: DISPATCH_QUEUE,
        data: { tenantId, traceId: 'sweep' } satisfies DispatchJobData,
        opts: { jobId: `sweep-${tenantId}-${period}` },
      })),
    );
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const waiting = [...this.waiting];
    this.waiting = new Map();
    if (waiting.length === 0) return;
    this.flushedAt = this.clock.milliseconds();
    try {
      await this.queues.add(
        DISPATCH_QUEUE,
        waiting.map(([tenantId, looksAt]) => ({
          name: DISPATCH_QUEUE,
          data: { tenantId, traceId: 'wake', looksAt } satisfies DispatchJobData,
          opts: { deduplication: { id: `${looksAt}-${tenantId}`, keepLastIfActive: true } },
        })),
      );
    } catch (error) {
      this.logger.warn(`Wake-up not queued, the sweep will find it: ${errorLine(error)}`);
    }
  }
}
