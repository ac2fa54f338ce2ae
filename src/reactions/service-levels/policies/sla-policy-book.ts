import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { RedactedTable } from '../../../platform/privacy/redacted-table.js';
import { WorkingTimes } from '../business-hours/index.js';
import type { PolicyInForce } from './policy-in-force.js';
import { MOST_POLICIES } from './sla-limits.js';

const ANY = 'SELECT EXISTS (SELECT 1 FROM sla_policies WHERE active AND deleted_at IS NULL) AS "any"';
const READ = `SELECT p.id, p.name, p.resource, p.conditions, p.business_hours_id AS "businessHoursId", p.targets, p.warning,
    p.escalations, json_build_object('id', p.rights_user_id, 'role', m.role, 'apiKeyId', p.rights_api_key_id) AS author
  FROM sla_policies p LEFT JOIN members m ON m.id = p.rights_user_id
  WHERE p.active AND p.deleted_at IS NULL ORDER BY p.position, p.created_at, p.id LIMIT ${MOST_POLICIES}`;

/** The policies in force. */
@Injectable()
export class SlaPolicyBook {
  private readonly existence: RecentReads<boolean>;

  constructor(
    private readonly database: TenantDatabase,
    private readonly hours: WorkingTimes,
    clock: Clock,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'sla_policies', columns: ['name', 'description', 'conditions'] };
    stores.add(new RedactedTable(database, { name: 'slaPolicies', ...facts }));
    this.existence = new RecentReads(clock);
  }

  /** Whether the tenant has any; what another process changed shows within a second. */
  hasPolicies(): Promise<boolean> {
    return this.existence.get(currentTenant().id, () => this.hasPoliciesNow());
  }

  async hasPoliciesNow(): Promise<boolean> {
    const [row] = await this.database.query<{ any: boolean }>({ name: 'sla-policies-any', text: ANY });
    return row?.any === true;
  }

  forget(): void {
    this.existence.forget(currentTenant().id);
  }

  /** In the order in which they are asked. */
  async inForce(): Promise<PolicyInForce[]> {
    const rows = await this.database.query<Omit<PolicyInForce, 'time'> & Record<string, unknown>>({
      name: 'sla-policies-in-force',
      text: READ,
    });
    const timeOf = await this.hours.read(rows.map(({ businessHoursId }) => businessHoursId));
    return rows.map((row) => ({ ...row, time: timeOf(row.businessHoursId) }));
  }
}
