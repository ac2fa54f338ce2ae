import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { RedactedTable } from '../../../platform/privacy/redacted-table.js';
import type { EndpointOwner } from './endpoint-owner.js';

/** An endpoint as the fan-out needs it. */
export interface Subscription {
  readonly id: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  /** In the JSON form of lists; null for every event. */
  readonly filter: unknown;
  readonly owner: EndpointOwner;
}

const LIST = `SELECT e.id, e.events, e.enabled, e.filter,
    json_build_object('id', e.rights_user_id, 'role', m.role, 'apiKeyId', e.rights_api_key_id) AS owner
  FROM webhook_endpoints e LEFT JOIN members m ON m.id = e.rights_user_id WHERE e.deleted_at IS NULL`;

const FILTERS = 'SELECT id, filter FROM webhook_endpoints WHERE filter IS NOT NULL AND deleted_at IS NULL';

/** What the endpoints of the current tenant want to have. */
@Injectable()
export class Subscriptions {
  private readonly filters: RecentReads<ReadonlyMap<string, unknown>>;

  constructor(
    private readonly database: TenantDatabase,
    clock: Clock,
    stores: PersonalDataStores,
  ) {
    const columns = ['description', 'filter'];
    stores.add(new RedactedTable(database, { name: 'webhooks', table: 'webhook_endpoints', columns }));
    this.filters = new RecentReads(clock);
  }

  /** Those that are disabled too: their events are held. */
  list(): Promise<Subscription[]> {
    return this.database.query<Subscription & Record<string, unknown>>({
      name: 'webhook-subscriptions',
      text: LIST,
    });
  }

  /** May be a second old. Null for an endpoint without a filter. */
  async filterOf(endpointId: string): Promise<unknown> {
    const filters = await this.filters.get(currentTenant().id, () => this.readFilters());
    return filters.get(endpointId) ?? null;
  }

  private async readFilters(): Promise<ReadonlyMap<string, unknown>> {
    const rows = await this.database.query<{ id: string; filter: unknown }>({
      name: 'webhook-filters',
      text: FILTERS,
    });
    return new Map(rows.map(({ id, filter }) => [id, filter]));
  }
}
