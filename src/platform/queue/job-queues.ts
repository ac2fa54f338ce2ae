import { Logger } from '@nestjs/common';
import type { DatabaseConfig } from '../config/database.config.js';
import type { QueueConfig } from '../config/queue.config.js';
import type { JobToAdd, LastingQueue } from './lasting-queue.js';
import { connectQueueBackend, type JobWorker, type QueueBackend } from './queue-backend.js';

/** How many times longer than a lock a job may stand in the way of its like. */
const LOCKS = 4;

interface RegisteredWorker {
  readonly queue: string;
  readonly concurrency: number;
  run(data: unknown): Promise<void>;
  /** Ends what jobs have begun and left running; called once they have all ended. */
  readonly settle?: (() => Promise<void>) | undefined;
}

/** The process's queues and workers. Queues are made on first use, workers when the process says it works. */
export class JobQueues {
  private readonly logger = new Logger('Queue');
  private readonly queues = new Map<string, LastingQueue>();
  private readonly registered: RegisteredWorker[] = [];
  private workers: JobWorker[] = [];
  private backend: QueueBackend | undefined;
  private lastError = '';
  private ending = false;

  constructor(
    private readonly config: QueueConfig,
    private readonly database: DatabaseConfig,
  ) {}

  get store(): 'redis' | 'postgres' {
    return this.connected().store;
  }

  /** Whether the workers are to stop: a job that could go on for long ends at its next step. */
  get stopping(): boolean {
    return this.ending;
  }

  /**
   * A number that changes every few locks: part of the id of a job that must not be held up longer by another that is
   * taken for running. Locks end by the clock of the worker that set them, which may be dead, and its clock wrong.
   *
   * @param now milliseconds since 1970
   */
  lockPeriod(now: number): number {
    return Math.floor(now / (this.config.lockMilliseconds * LOCKS));
  }

  async initialize(): Promise<void> {
    this.backend = await connectQueueBackend(this.config, this.database);
  }

  register(worker: RegisteredWorker): void {
    this.registered.push(worker);
  }

  startWorkers(): void {
    if (this.workers.length > 0) return;
    this.ending = false;
    this.workers = this.registered.map((worker) =>
      this.connected().createWorker(worker.queue, (data) => worker.run(data), {
        concurrency: worker.concurrency,
        onError: (error) => this.report(error),
      }),
    );
  }

  /** Rejects when the store is away; what must not be lost is in PostgreSQL and the sweep finds it. */
  async add(queue: string, jobs: JobToAdd[]): Promise<void> {
    let target = this.queues.get(queue);
    if (target === undefined) {
      target = this.connected().createQueue(queue, (error) => this.report(error));
      this.queues.set(queue, target);
    }
    await target.addBulk(jobs);
    this.lastError = '';
  }

  /** Lets the jobs in flight end, then closes workers, queues and connections. */
  async close(): Promise<void> {
    await this.stopWorkers();
    await Promise.all([...this.queues.values()].map((queue) => queue.close().catch(() => undefined)));
    await this.backend?.close();
    this.backend = undefined;
  }

  async stopWorkers(): Promise<void> {
    this.ending = true;
    const workers = this.workers;
    this.workers = [];
    await Promise.all(workers.map((worker) => worker.close().catch(() => undefined)));
    await Promise.all(this.registered.map(async ({ settle }) => settle?.()));
  }

  private connected(): QueueBackend {
    if (this.backend === undefined) throw new Error('The queue store is not connected');
    return this.backend;
  }

  private report(error: Error): void {
    if (error.message === this.lastError) return;
    this.lastError = error.message;
    this.logger.warn(`Queue store: ${error.message}`);
  }
}
