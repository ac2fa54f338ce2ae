import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { QueueConfig } from '../config/queue.config.js';
import { errorLine } from '../logging/error-line.js';
import { JobQueues } from '../queue/job-queues.js';

export const DISPATCH_QUEUE = 'dispatch';
/** Milliseconds between wake-ups under steady writes: one drain then serves all commits since the last. */
const WAKE_INTERVAL = 40;

/**
 * Tells a worker that a tenant's journal has grown. Many commits within the debounce make one job; a job that is
 * added while its like runs is kept for afterwards. A wake-up that fails is no loss: the dirty mark stays.
 */
@Injectable()
export class WakeUps {
  private readonly logger = new Logger(WakeUps.name);
  private waiting = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private flushedAt = 0;

  constructor(
    private readonly queues: JobQueues,
    private readonly config: QueueConfig,
    private readonly clock: Clock,
  ) {}

  wake(tenantId: string): void {
    this.waiting.add(tenantId);
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
        data: { tenantId, traceId: 'sweep' },
        opts: { jobId: `sweep-${tenantId}-${period}` },
      })),
    );
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const tenantIds = [...this.waiting];
    this.waiting = new Set();
    if (tenantIds.length === 0) return;
    this.flushedAt = this.clock.milliseconds();
    try {
      await this.queues.add(
        DISPATCH_QUEUE,
        tenantIds.map((tenantId) => ({
          name: DISPATCH_QUEUE,
          data: { tenantId, traceId: 'wake' },
          opts: { deduplication: { id: tenantId, keepLastIfActive: true } },
        })),
      );
    } catch (error) {
      this.logger.warn(`Wake-up not queued, the sweep will find it: ${errorLine(error)}`);
    }
  }
}
