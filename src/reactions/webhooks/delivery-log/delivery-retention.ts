import { Injectable } from '@nestjs/common';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AgedRows } from '../../../platform/journal/aged-rows.js';
import { type DueWork, Reactions } from '../../../platform/journal/reactions.js';

const DAY = 86_400_000;

/** Removes deliveries when their time is over, their attempts with them. What is under way stays, however old. */
@Injectable()
export class DeliveryRetention implements DueWork {
  readonly name = 'webhook retention';
  private readonly rows: AgedRows;

  constructor(database: TenantDatabase, config: WebhookConfig, reactions: Reactions) {
    this.rows = new AgedRows(database, {
      table: 'webhook_deliveries',
      keptMilliseconds: config.retentionDays * DAY,
      removable: `status IN ('succeeded', 'failed', 'cancelled', 'held')`,
    });
    reactions.addDueWork(this);
  }

  runDue(now: Date): Promise<Date | undefined> {
    return this.rows.runDue(now);
  }
}
