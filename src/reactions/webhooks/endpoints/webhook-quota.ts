import { Injectable } from '@nestjs/common';
import { ConflictError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { QuotaExceededError } from '../../../platform/quota/quota-exceeded-error.js';
import { type QuotaMeter, QuotaMeters } from '../../../platform/quota/quota-meters.js';

/** Held to the end of the transaction: whoever counts next sees what it has added. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('webhook-quota', 0))`;
const COUNT = 'SELECT count(*) AS count FROM webhook_endpoints WHERE deleted_at IS NULL';

/** How many webhooks a tenant may have: by its plan, and by what the product bears of any tenant. */
@Injectable()
export class WebhookQuota implements QuotaMeter {
  readonly name = 'webhooks';

  constructor(
    private readonly database: TenantDatabase,
    private readonly limits: LimitsConfig,
    private readonly config: WebhookConfig,
    meters: QuotaMeters,
  ) {
    meters.add(this);
  }

  limit(): number {
    return Math.min(this.ofPlan() ?? Infinity, this.config.endpointsPerTenant);
  }

  async used(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>({ text: COUNT });
    return row?.count ?? 0;
  }

  /**
   * Call it in the transaction that adds one, before it does: exact, however many are added at once.
   *
   * @throws {QuotaExceededError} 403 beyond the plan · {ConflictError} 409 beyond what any tenant may have
   */
  async refuseSurplus(): Promise<void> {
    await this.database.execute({ text: LOCK });
    const used = await this.used();
    const ofPlan = this.ofPlan();
    if (ofPlan !== undefined && used >= ofPlan) throw new QuotaExceededError(this.name, ofPlan, used);
    const { endpointsPerTenant } = this.config;
    if (used >= endpointsPerTenant)
      throw new ConflictError(`A tenant may have ${endpointsPerTenant} webhooks`, {}, 'LIMIT_REACHED');
  }

  private ofPlan(): number | undefined {
    return this.limits.quotaOf(this.name, currentTenant().plan);
  }
}
