import { Injectable } from '@nestjs/common';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type DueWork, Reactions } from '../../../platform/journal/reactions.js';

const BATCH = 1_000;
/** Batches of one run; the next comes soon, so that other work of the tenant has its turn between. */
const BATCHES = 5;
const SOON = 10_000;
const DAY = 86_400_000;
const REMEMBERED = 10_000;

/** Attempts go with their delivery. What is under way stays, however old. */
const PURGE = `DELETE FROM webhook_deliveries WHERE id IN (
    SELECT id FROM webhook_deliveries
    WHERE created_at < $1 AND status IN ('succeeded', 'failed', 'cancelled', 'held')
    ORDER BY created_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;

const OLDEST = `SELECT created_at AS "createdAt" FROM webhook_deliveries ORDER BY created_at, id LIMIT 1`;

/** Removes deliveries when their time is over. A tenant without any is not looked at again until it has some. */
@Injectable()
export class DeliveryRetention implements DueWork {
  readonly name = 'webhook retention';
  /** When each tenant is to be looked at next, in milliseconds since the Unix epoch: dispatchers run far more often. */
  private readonly nextLooks = new Map<string, number>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly config: WebhookConfig,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  /** At most once a day, but for the rest of what was too much at a time. */
  async runDue(now: Date): Promise<Date | undefined> {
    const { id } = currentTenant();
    const known = this.nextLooks.get(id);
    if (known !== undefined && known > now.getTime()) return new Date(known);
    const next = await this.purge(now);
    if (this.nextLooks.size >= REMEMBERED) this.nextLooks.clear();
    if (next === undefined) this.nextLooks.delete(id);
    else this.nextLooks.set(id, next.getTime());
    return next;
  }

  private async purge(now: Date): Promise<Date | undefined> {
    const keptMilliseconds = this.config.retentionDays * DAY;
    const keptSince = new Date(now.getTime() - keptMilliseconds);
    const oldest = await this.oldest();
    if (oldest === undefined) return undefined;
    let purged = oldest < keptSince ? BATCH : 0;
    for (let batch = 0; batch < BATCHES && purged === BATCH; batch += 1) {
      purged = await this.database.execute({ text: PURGE, values: [keptSince] });
    }
    if (purged === BATCH) return new Date(now.getTime() + SOON);
    const left = await this.oldest();
    return left && new Date(Math.max(now.getTime() + DAY, left.getTime() + keptMilliseconds));
  }

  private async oldest(): Promise<Date | undefined> {
    const [row] = await this.database.query<{ createdAt: Date }>({ name: 'webhook-oldest', text: OLDEST });
    return row?.createdAt;
  }
}
