import type { EnvironmentReader } from './environment-reader.js';

const DAY_MILLISECONDS = 86_400_000;

export class AuditConfig {
  /** How long an audit entry is kept. Record changes are kept as long as the journal that tells them. */
  readonly retentionMilliseconds: number;

  constructor(reader: EnvironmentReader) {
    const days = reader.integer('AUDIT_RETENTION_DAYS', 400, { minimum: 1, maximum: 36_500 });
    this.retentionMilliseconds = days * DAY_MILLISECONDS;
  }
}
