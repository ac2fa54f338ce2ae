import type { RecordScope } from '../../access/record-scope.js';
import type { TenantDatabase } from '../../database/tenant-database.js';
import type { CursorPosition } from './cursor-codec.js';
import { COUNT_CAP, type ListQueryBuilder, type ListRow } from './list-query-builder.js';
import type { ListRequest } from './list-request.js';

interface FoundRows {
  readonly rows: readonly ListRow[];
  /** Undefined where it was not asked for. */
  readonly total: number | undefined;
  readonly isCapped: boolean;
}

/** Reads the rows of a page, and their total when the request wants it. */
export class ListReader {
  constructor(
    private readonly queries: ListQueryBuilder,
    private readonly database: TenantDatabase,
  ) {}

  async find(
    request: ListRequest,
    scope: RecordScope | undefined,
    position: CursorPosition | undefined,
  ): Promise<FoundRows> {
    const rows = await this.database.query<ListRow>(this.queries.rows(request, scope, position));
    let total = rows[0]?.totalCount;
    if (total === undefined && request.includeTotal) {
      const [counted] = await this.database.query<{ totalCount: number }>(this.queries.count(request, scope));
      total = counted?.totalCount ?? 0;
    }
    const isCapped = total !== undefined && this.queries.isCapped(request, scope, total);
    return { rows, total: isCapped ? COUNT_CAP : total, isCapped };
  }
}
