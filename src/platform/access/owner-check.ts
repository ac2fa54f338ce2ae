import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import { type RecordScope, scopeCondition } from './record-scope.js';

/** Whether an owner lies within a scope, for code that has the owner and no query to put the scope into. */
@Injectable()
export class OwnerCheck {
  constructor(private readonly database: TenantDatabase) {}

  async admits(scope: RecordScope | undefined, ownerId: string | null): Promise<boolean> {
    if (scope === undefined) return true;
    if (ownerId === null) return false;
    if (ownerId === scope.userId) return true;
    if (scope.reach === 'own') return false;
    const values: unknown[] = [ownerId];
    const condition = scopeCondition('$1::uuid', scope, (value) => `$${values.push(value)}`);
    const rows = await this.database.query({ text: `SELECT 1 WHERE ${condition}`, values });
    return rows.length > 0;
  }
}
