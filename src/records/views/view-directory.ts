import { Injectable } from '@nestjs/common';
import { isId } from '../../kernel/identifiers.js';
import { currentScope, scopeCondition } from '../../platform/access/record-scope.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { RedactedTable } from '../../platform/privacy/redacted-table.js';
import { type SavedView, SavedViews } from '../../platform/resource/lists/saved-views.js';

type ViewRow = SavedView & Record<string, unknown>;

const FIND =
  'SELECT filter, search, sort, fields, expand FROM views WHERE id = $1 AND resource = $2 AND deleted_at IS NULL';

/** Finds the views that lists are seen through. */
@Injectable()
export class ViewDirectory extends SavedViews {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    super();
    const columns = ['name', 'filter', 'search'];
    stores.add(new RedactedTable(database, { name: 'views', table: 'views', columns }));
  }

  async find(id: string, plural: string): Promise<SavedView | undefined> {
    if (!isId(id) || currentAccess().reach('views:read') === undefined) return undefined;
    const values: unknown[] = [id, plural];
    const scope = currentScope('views:read', true);
    const reached =
      scope === undefined
        ? ''
        : ` AND ${scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`)}`;
    const [view] = await this.database.query<ViewRow>({ text: FIND + reached, values });
    return view;
  }
}
