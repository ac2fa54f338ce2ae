import type { EnvironmentReader } from './environment-reader.js';

const POSTGRES = ['postgres:', 'postgresql:'];
const DAY_MILLISECONDS = 86_400_000;

export class DatabaseConfig {
  /** The control database. Tenants of the cluster `primary` live on the same server. */
  readonly url: string;
  /** The same server without a transaction pooler between, for CREATE DATABASE, migrations and LISTEN. */
  readonly directUrl: string;
  readonly controlConnections: number;
  readonly tenantConnections: number;
  readonly connectionsPerTenant: number;
  readonly connectsAtOnce: number;
  /** Milliseconds a request waits for a connection before it is answered 503. */
  readonly waitMilliseconds: number;
  readonly idleMilliseconds: number;
  readonly statementMilliseconds: number;
  /** Milliseconds after which a registration that has not ended is taken for dead, and removed. */
  readonly provisioningMilliseconds: number;
  /** Milliseconds for which a tenant that its members close can be taken back; then it is removed. */
  readonly closingGraceMilliseconds: number;
  /**
   * Milliseconds after which values of an erased custom field are looked for once more: longer than any request that was
   * under way when it was erased.
   */
  readonly erasureGraceMilliseconds: number;
  /** Whether frequent statements are prepared by name; a transaction pooler must know how to carry them. */
  readonly preparedStatements: boolean;
  readonly migrateOnStart: boolean;
  /** Prefix of every database this installation makes, so that several can share one server. */
  readonly databasePrefix: string;

  constructor(reader: EnvironmentReader) {
    this.url =
      reader.url('DATABASE_URL', POSTGRES) ??
      reader.required('DATABASE_URL', 'the URL of the control database (postgres://…)');
    this.directUrl = reader.url('DATABASE_DIRECT_URL', POSTGRES) ?? this.url;
    this.controlConnections = reader.integer('CONTROL_CONNECTIONS', 10, { minimum: 2, maximum: 1_000 });
    this.tenantConnections = reader.integer('TENANT_CONNECTIONS', reader.production ? 200 : 40, {
      minimum: 2,
      maximum: 10_000,
    });
    this.connectionsPerTenant = reader.integer('CONNECTIONS_PER_TENANT', 10, { minimum: 1, maximum: 1_000 });
    this.connectsAtOnce = reader.integer('CONNECTS_AT_ONCE', 4, { minimum: 1, maximum: 100 });
    this.waitMilliseconds = reader.integer('CONNECTION_WAIT_MS', 5_000, { minimum: 10, maximum: 60_000 });
    this.idleMilliseconds = reader.integer('CONNECTION_IDLE_MS', 30_000, {
      minimum: 100,
      maximum: 3_600_000,
    });
    this.statementMilliseconds = reader.integer('STATEMENT_TIMEOUT_MS', 3_000, {
      minimum: 50,
      maximum: 60_000,
    });
    this.provisioningMilliseconds = reader.integer('PROVISIONING_LEASE_MS', 60_000, {
      minimum: 100,
      maximum: 3_600_000,
    });
    const graceDays = reader.integer('CLOSING_GRACE_DAYS', 30, { minimum: 0, maximum: 365 });
    this.closingGraceMilliseconds = graceDays * DAY_MILLISECONDS;
    this.erasureGraceMilliseconds = reader.integer('ERASURE_GRACE_MS', 60_000, {
      minimum: 0,
      maximum: 3_600_000,
    });
    this.preparedStatements = reader.flag('PREPARED_STATEMENTS', true);
    this.migrateOnStart = reader.flag('MIGRATE_ON_START', !reader.production);
    this.databasePrefix = reader.text('DATABASE_PREFIX', 'crm');
    if (!/^[a-z][a-z0-9_]{0,20}$/.test(this.databasePrefix)) {
      reader.problems.push('DATABASE_PREFIX must be 1 to 21 lower-case letters, digits or underscores');
    }
  }
}
