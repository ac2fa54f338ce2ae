import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import { type RecordScope, scopeCondition } from './record-scope.js';

/** Whether owners lie within a scope, for code that has the owners and no query to put the scope into. */
@Injectable()
export class OwnerCheck {
  constructor(private readonly database: TenantDatabase) {}

  async admits(scope: RecordScope | undefined, ownerId: string | null): Promise<boolean> {
    if (scope === undefined) return true;
    return ownerId !== null && (await this.admitted(scope, [ownerId])).has(ownerId);
  }

  /** Those of the owners that lie within the scope: one query at most. */
  async admitted(scope: RecordScope, ownerIds: readonly string[]): Promise<ReadonlySet<string>> {
    const own = ownerIds.filter((ownerId) => ownerId === scope.userId);
    const others = [...new Set(ownerIds)].filter((ownerId) => ownerId !== scope.userId);
    if (scope.reach === 'own' || others.length === 0) return new Set(own);
    const values: unknown[] = [others];
    const condition = scopeCondition('owner', scope, (value) => `$${values.push(value)}`);
    const text = `SELECT owner FROM unnest($1::uuid[]) AS owner WHERE ${condition}`;
    const rows = await this.database.query<{ owner: string }>({ text, values });
    return new Set([...own, ...rows.map(({ owner }) => owner)]);
  }
}
