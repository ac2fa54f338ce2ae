import { Injectable } from '@nestjs/common';
import { type RecordScope, scopeCondition } from '../../platform/access/record-scope.js';
import { currentAccess, currentActor } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { ResourceTables } from './resource-tables.js';

/** The people of the tenant: no record type, and everybody's to name. */
const USERS = 'users';
const FIND_USERS = 'SELECT id FROM members WHERE id = ANY ($1)';

/** What custom fields may refer to: records of the CRM, and users. */
@Injectable()
export class ReferenceTargets {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tables: ResourceTables,
  ) {}

  /** Names of resources, `companies`. */
  get names(): readonly string[] {
    return [USERS, ...this.tables.resources];
  }

  /** Which of the ids are there and within the caller's reach; what the caller may not read does not exist. */
  async existing(resource: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows =
      resource === USERS
        ? await this.database.query<{ id: string }>({ text: FIND_USERS, values: [ids] })
        : await this.findRecords(resource, ids);
    return new Set(rows.map(({ id }) => id));
  }

  private async findRecords(resource: string, ids: readonly string[]): Promise<{ id: string }[]> {
    const table = this.tables.tableOf(resource);
    const reach = currentAccess().reach(`${resource}:read`);
    if (table === undefined || reach === undefined) return [];
    const conditions = ['id = ANY ($1)', 'deleted_at IS NULL'];
    const values: unknown[] = [ids];
    if (reach !== 'any') {
      const scope: RecordScope = { reach, userId: currentActor().id };
      conditions.push(scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`));
    }
    return this.database.query({
      // Held, so that none is merged into another before what points at it is there.
      text: `SELECT id FROM "${table}" WHERE ${conditions.join(' AND ')} ORDER BY id FOR KEY SHARE`,
      values,
    });
  }
}
