import { AuditConfig } from './audit.config.js';
import { ConfigurationError } from './configuration-error.js';
import { DatabaseConfig } from './database.config.js';
import { EnvironmentReader, type Environment } from './environment-reader.js';
import { FeedConfig } from './feed.config.js';
import { HttpConfig } from './http.config.js';
import { JobsConfig } from './jobs.config.js';
import { LimitsConfig } from './limits.config.js';
import { LoggingConfig } from './logging.config.js';
import { MailConfig } from './mail.config.js';
import { NotificationConfig } from './notification.config.js';
import { QueueConfig } from './queue.config.js';
import { SecurityConfig } from './security.config.js';
import { StorageConfig } from './storage.config.js';
import { WebhookConfig } from './webhook.config.js';

/** Every setting of the product, validated. */
export interface Configuration {
  readonly http: HttpConfig;
  readonly database: DatabaseConfig;
  readonly queue: QueueConfig;
  readonly security: SecurityConfig;
  readonly limits: LimitsConfig;
  readonly webhooks: WebhookConfig;
  readonly feed: FeedConfig;
  readonly jobs: JobsConfig;
  readonly mail: MailConfig;
  readonly notifications: NotificationConfig;
  readonly storage: StorageConfig;
  readonly audit: AuditConfig;
  readonly logging: LoggingConfig;
}

/** @throws {ConfigurationError} naming every setting that is missing or wrong. */
export function readConfiguration(environment: Environment): Configuration {
  const reader = new EnvironmentReader(environment);
  const configuration: Configuration = {
    http: new HttpConfig(reader),
    database: new DatabaseConfig(reader),
    queue: new QueueConfig(reader),
    security: new SecurityConfig(reader),
    limits: new LimitsConfig(reader),
    webhooks: new WebhookConfig(reader),
    feed: new FeedConfig(reader),
    jobs: new JobsConfig(reader),
    mail: new MailConfig(reader),
    notifications: new NotificationConfig(reader),
    storage: new StorageConfig(reader),
    audit: new AuditConfig(reader),
    logging: new LoggingConfig(reader),
  };
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return configuration;
}
