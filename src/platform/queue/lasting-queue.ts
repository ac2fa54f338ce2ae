import type { JobsOptions } from 'bullmq';

/** One job to add: ids only, the truth stays in PostgreSQL. */
export interface JobToAdd {
  readonly name: string;
  readonly data: unknown;
  readonly opts?: JobsOptions;
}

/** What is asked of a queue of BullMQ, whatever its store. */
interface StoreQueue {
  addBulk(jobs: JobToAdd[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/**
 * A queue that outlives its store's absence. BullMQ asks the store for its version when a queue is made, and a queue to
 * which that was refused repeats the refusal for ever; so it is made again until it has worked once.
 */
export class LastingQueue {
  private queue: StoreQueue;
  private hasWorked = false;

  constructor(
    private readonly make: () => StoreQueue,
    private readonly onError: (error: Error) => void,
  ) {
    this.queue = this.made();
  }

  /** Rejects while the store is away. */
  async addBulk(jobs: JobToAdd[]): Promise<void> {
    const queue = this.queue;
    try {
      await queue.addBulk(jobs);
      this.hasWorked = true;
    } catch (error) {
      if (!this.hasWorked && queue === this.queue) {
        this.queue = this.made();
        void queue.close().catch(() => undefined);
      }
      throw error;
    }
  }

  close(): Promise<void> {
    return this.queue.close();
  }

  private made(): StoreQueue {
    const queue = this.make();
    queue.on('error', this.onError);
    return queue;
  }
}
