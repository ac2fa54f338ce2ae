import type { EnvironmentReader } from './environment-reader.js';

export class WebhookConfig {
  /** Loopback receivers are allowed in development only, so that a quick start can deliver to localhost. */
  readonly allowLoopback: boolean;
  /** Whatever its plan allows. */
  readonly endpointsPerTenant: number;
  readonly inFlightPerEndpoint: number;
  readonly connectMilliseconds: number;
  readonly headersMilliseconds: number;
  readonly totalMilliseconds: number;
  readonly leaseMilliseconds: number;
  /** How long the breaker of an endpoint stays open the first time. */
  readonly breakerMilliseconds: number;
  /** How long an endpoint may go without any success before it is disabled; warned at half. */
  readonly disableAfterMilliseconds: number;
  /** Percent of the retry schedule: 100 is the promised one, less makes fault tests fast. */
  readonly schedulePercent: number;
  /** How long deliveries that have ended, and their attempts, are kept. */
  readonly retentionDays: number;
  /** How long the answer to a test waits for what becomes of it: less than a request may take. */
  readonly testWaitMilliseconds: number;

  constructor(reader: EnvironmentReader) {
    this.allowLoopback = !reader.production;
    const milliseconds = { minimum: 10, maximum: 120_000 };
    this.endpointsPerTenant = reader.integer('WEBHOOK_ENDPOINTS', 500, { minimum: 1, maximum: 1_000 });
    this.inFlightPerEndpoint = reader.integer('WEBHOOK_IN_FLIGHT', 10, { minimum: 1, maximum: 100 });
    this.connectMilliseconds = reader.integer('WEBHOOK_CONNECT_MS', 5_000, milliseconds);
    this.headersMilliseconds = reader.integer('WEBHOOK_HEADERS_MS', 10_000, milliseconds);
    this.totalMilliseconds = reader.integer('WEBHOOK_TOTAL_MS', 15_000, milliseconds);
    this.leaseMilliseconds = reader.integer('WEBHOOK_LEASE_MS', 30_000, { minimum: 100, maximum: 600_000 });
    this.schedulePercent = reader.integer('WEBHOOK_SCHEDULE_PERCENT', 100, { minimum: 0, maximum: 100 });
    this.breakerMilliseconds = reader.integer('WEBHOOK_BREAKER_MS', 30_000, { minimum: 0, maximum: 600_000 });
    const hours = { minimum: 1, maximum: 720 };
    this.disableAfterMilliseconds = reader.integer('WEBHOOK_DISABLE_AFTER_HOURS', 120, hours) * 3_600_000;
    this.retentionDays = reader.integer('WEBHOOK_RETENTION_DAYS', 30, { minimum: 1, maximum: 400 });
    this.testWaitMilliseconds = reader.integer('WEBHOOK_TEST_WAIT_MS', 18_000, {
      minimum: 0,
      maximum: 19_000,
    });
    if (this.leaseMilliseconds <= this.totalMilliseconds) {
      reader.problems.push('WEBHOOK_LEASE_MS must be longer than WEBHOOK_TOTAL_MS');
    }
  }
}
