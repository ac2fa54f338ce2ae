import type { EnvironmentReader } from './environment-reader.js';

export class NotificationConfig {
  /** How long a notification waits for others before it is mailed, and to be read meanwhile, in milliseconds. */
  readonly mailDelayMilliseconds: number;
  readonly retentionDays: number;

  constructor(reader: EnvironmentReader) {
    const delay = { minimum: 0, maximum: 86_400_000 };
    this.mailDelayMilliseconds = reader.integer('NOTIFICATION_MAIL_DELAY_MS', 60_000, delay);
    this.retentionDays = reader.integer('NOTIFICATION_RETENTION_DAYS', 90, { minimum: 1, maximum: 3_650 });
  }
}
