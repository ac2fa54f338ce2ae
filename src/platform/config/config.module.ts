import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AuditConfig } from './audit.config.js';
import type { Configuration } from './configuration.js';
import { DatabaseConfig } from './database.config.js';
import { FeedConfig } from './feed.config.js';
import { JobsConfig } from './jobs.config.js';
import { HttpConfig } from './http.config.js';
import { LimitsConfig } from './limits.config.js';
import { LoggingConfig } from './logging.config.js';
import { MailConfig } from './mail.config.js';
import { NotificationConfig } from './notification.config.js';
import { QueueConfig } from './queue.config.js';
import { SecurityConfig } from './security.config.js';
import { StorageConfig } from './storage.config.js';
import { WebhookConfig } from './webhook.config.js';

/** Makes each concern's settings injectable by its class. */
@Global()
@Module({})
export class ConfigModule {
  static register(configuration: Configuration): DynamicModule {
    const providers = [
      { provide: HttpConfig, useValue: configuration.http },
      { provide: DatabaseConfig, useValue: configuration.database },
      { provide: QueueConfig, useValue: configuration.queue },
      { provide: SecurityConfig, useValue: configuration.security },
      { provide: LimitsConfig, useValue: configuration.limits },
      { provide: WebhookConfig, useValue: configuration.webhooks },
      { provide: FeedConfig, useValue: configuration.feed },
      { provide: JobsConfig, useValue: configuration.jobs },
      { provide: MailConfig, useValue: configuration.mail },
      { provide: NotificationConfig, useValue: configuration.notifications },
      { provide: StorageConfig, useValue: configuration.storage },
      { provide: AuditConfig, useValue: configuration.audit },
      { provide: LoggingConfig, useValue: configuration.logging },
    ];
    return { module: ConfigModule, providers, exports: providers };
  }
}
