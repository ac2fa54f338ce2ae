import type { EnvironmentReader } from './environment-reader.js';

export class FeedConfig {
  /** Milliseconds between two looks at a tenant's journal while clients of this process wait for it to grow. */
  readonly pollMilliseconds: number;
  /** Clients of one tenant that may wait in this process at one time. */
  readonly waitersPerTenant: number;
  /** Clients of all tenants together that may. */
  readonly waiters: number;

  constructor(reader: EnvironmentReader) {
    this.pollMilliseconds = reader.integer('EVENT_POLL_MS', 500, { minimum: 20, maximum: 5_000 });
    this.waitersPerTenant = reader.integer('EVENT_WAITERS_PER_TENANT', 25, { minimum: 1, maximum: 10_000 });
    this.waiters = reader.integer('EVENT_WAITERS', 1_000, { minimum: 1, maximum: 100_000 });
  }
}
