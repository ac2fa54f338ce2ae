import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RecentReads } from '../../platform/cache/recent-reads.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DuplicateRule } from '../../platform/resource/duplicates/duplicate-rule.js';
import { DuplicateRules } from '../../platform/resource/duplicates/duplicate-rules.js';

/** Of a tenant; the blocking ones are all asked for a new record. */
export const MOST_RULES = 200;

const READ = `SELECT id, name, resource, conditions, action = 'block' AS "isBlocking" FROM duplicate_rules
  WHERE enabled AND deleted_at IS NULL ORDER BY id LIMIT ${MOST_RULES}`;

type Row = DuplicateRule & { readonly [column: string]: unknown; readonly resource: string };

/** The rules in force: read once a second and process. */
@Injectable()
export class TenantDuplicateRules extends DuplicateRules {
  private readonly recent: RecentReads<readonly Row[]>;

  constructor(
    private readonly database: TenantDatabase,
    clock: Clock,
  ) {
    super();
    this.recent = new RecentReads(clock);
  }

  async of(plural: string): Promise<readonly DuplicateRule[]> {
    const read = () => this.database.query<Row>({ name: 'duplicate-rules-in-force', text: READ });
    const rules = await this.recent.get(currentTenant().id, read);
    return rules.filter(({ resource }) => resource === plural);
  }

  /** After a change that this process has made. */
  forget(): void {
    this.recent.forget(currentTenant().id);
  }
}
