import type { EnvironmentReader } from './environment-reader.js';

export class QueueConfig {
  /** Set: BullMQ on Redis. Unset: BullMQ on the control database. */
  readonly redisUrl: string | undefined;
  /** `inline`: this process also runs the workers; `none`: only `worker.ts` does. */
  readonly workers: 'inline' | 'none';
  /** Requests to webhook endpoints that a process may have in flight. */
  readonly deliveryConcurrency: number;
  readonly dispatchConcurrency: number;
  /** Connections of the shared pool when PostgreSQL carries the queues. */
  readonly postgresConnections: number;
  readonly prefix: string;
  readonly wakeDebounceMilliseconds: number;
  /** Milliseconds after which a job of a worker that died is given to another. */
  readonly lockMilliseconds: number;
  readonly sweepMilliseconds: number;
  /** How young a change may be before the sweep looks after it: an ordinary wake-up is far faster. */
  readonly sweepGraceMilliseconds: number;

  constructor(reader: EnvironmentReader) {
    this.redisUrl = reader.url('REDIS_URL', ['redis:', 'rediss:']);
    this.workers = reader.oneOf('WORKERS', ['inline', 'none'], reader.production ? 'none' : 'inline');
    this.deliveryConcurrency = reader.integer('DELIVERY_CONCURRENCY', 200, { minimum: 1, maximum: 1_000 });
    this.dispatchConcurrency = reader.integer('DISPATCH_CONCURRENCY', 8, { minimum: 1, maximum: 200 });
    // Each kind of worker waits on a connection of its own; the rest is for what adds and ends jobs.
    this.postgresConnections = reader.integer('QUEUE_CONNECTIONS', 8, { minimum: 6, maximum: 200 });
    this.prefix = reader.text('QUEUE_PREFIX', '{crm}');
    this.wakeDebounceMilliseconds = reader.integer('WAKE_DEBOUNCE_MS', 10, { minimum: 0, maximum: 1_000 });
    this.lockMilliseconds = reader.integer('QUEUE_LOCK_MS', 15_000, { minimum: 500, maximum: 600_000 });
    this.sweepMilliseconds = reader.integer('SWEEP_MS', 5_000, { minimum: 50, maximum: 600_000 });
    this.sweepGraceMilliseconds = reader.integer('SWEEP_GRACE_MS', 2_000, { minimum: 0, maximum: 60_000 });
  }
}
