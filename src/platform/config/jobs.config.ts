import type { EnvironmentReader } from './environment-reader.js';

export class JobsConfig {
  /** Jobs that a process runs at a time. */
  readonly concurrency: number;
  /** Jobs of one tenant that run at a time, in all processes together. */
  readonly perTenant: number;
  /** How long a job is another's to take when its process says nothing, in milliseconds. */
  readonly leaseMilliseconds: number;
  /** How long a job runs before it lets others have its slot, in milliseconds. */
  readonly turnMilliseconds: number;
  /** The wait after a first failure; each further one waits four times as long. */
  readonly retryMilliseconds: number;
  readonly retentionDays: number;
  /** Milliseconds between two looks at a job that clients follow. */
  readonly pollMilliseconds: number;
  /** Milliseconds after which a client that follows a job without change is told that it is still there. */
  readonly heartbeatMilliseconds: number;
  /** Clients of one tenant that may follow jobs in this process. */
  readonly watchersPerTenant: number;
  /** Clients of all tenants together that may. */
  readonly watchers: number;

  constructor(reader: EnvironmentReader) {
    this.concurrency = reader.integer('JOB_CONCURRENCY', 4, { minimum: 1, maximum: 100 });
    this.perTenant = reader.integer('JOBS_PER_TENANT', 2, { minimum: 1, maximum: 100 });
    this.leaseMilliseconds = reader.integer('JOB_LEASE_MS', 30_000, { minimum: 500, maximum: 600_000 });
    this.turnMilliseconds = reader.integer('JOB_TURN_MS', 20_000, { minimum: 100, maximum: 600_000 });
    this.retryMilliseconds = reader.integer('JOB_RETRY_MS', 2_000, { minimum: 10, maximum: 600_000 });
    this.retentionDays = reader.integer('JOB_RETENTION_DAYS', 30, { minimum: 1, maximum: 3_650 });
    this.pollMilliseconds = reader.integer('JOB_POLL_MS', 500, { minimum: 20, maximum: 5_000 });
    this.heartbeatMilliseconds = reader.integer('JOB_HEARTBEAT_MS', 15_000, {
      minimum: 100,
      maximum: 60_000,
    });
    this.watchersPerTenant = reader.integer('JOB_WATCHERS_PER_TENANT', 25, { minimum: 1, maximum: 10_000 });
    this.watchers = reader.integer('JOB_WATCHERS', 1_000, { minimum: 1, maximum: 100_000 });
  }
}
