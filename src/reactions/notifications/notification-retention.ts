import { Injectable } from '@nestjs/common';
import { NotificationConfig } from '../../platform/config/notification.config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AgedRows } from '../../platform/journal/aged-rows.js';
import { type DueWork, Reactions } from '../../platform/journal/reactions.js';

const DAY = 86_400_000;

/** Removes notifications when their time is over, read or not. */
@Injectable()
export class NotificationRetention implements DueWork {
  readonly name = 'notification retention';
  private readonly rows: AgedRows;

  constructor(database: TenantDatabase, config: NotificationConfig, reactions: Reactions) {
    const keptMilliseconds = config.retentionDays * DAY;
    this.rows = new AgedRows(database, { table: 'notifications', keptMilliseconds });
    reactions.addDueWork(this);
  }

  runDue(now: Date): Promise<Date | undefined> {
    return this.rows.runDue(now);
  }
}
