import type { RecordScope } from '../../access/record-scope.js';
import type { Statement, TenantDatabase } from '../../database/tenant-database.js';
import type { CursorPosition } from '../lists/cursor-codec.js';
import type { ListRow } from '../lists/list-query-builder.js';
import type { ListRequest } from '../lists/list-request.js';
import { MOST_RANKED, type RankedListBuilder, SCORE } from './ranked-list-builder.js';
import type { RecordEntity } from '../record.entity.js';

/** Rows that hold the search score at least this; those that only resemble it less. */
const LEAST_MATCH = 0.4;
/** Of the server's 0.6 a word of six letters with two of them swapped falls short. */
const SIMILARITY = `SELECT set_config('pg_trgm.word_similarity_threshold', '0.4', true)`;

export interface RankedRows {
  readonly rows: ListRow[];
  /** At most so many as are ranked. */
  readonly total: number;
  readonly isCapped: boolean;
}

const NOTHING: RankedRows = { rows: [], total: 0, isCapped: false };

/** The rows of searches that name no sort: the best first and, when nothing holds the search, those most like it. */
export class RankedLists<Entity extends RecordEntity> {
  constructor(
    private readonly queries: RankedListBuilder<Entity>,
    private readonly database: TenantDatabase,
  ) {}

  async find(
    request: ListRequest,
    scope: RecordScope | undefined,
    position: CursorPosition | undefined,
  ): Promise<RankedRows> {
    // A cursor goes on with what its page had.
    if (position !== undefined && Number(position.values[0]) < LEAST_MATCH)
      return this.similar(request, scope, position);
    const matching = await this.matching(request, scope, position);
    if (position !== undefined || matching.total > 0) return matching;
    return this.similar(request, scope, position);
  }

  /** Those that hold the search. */
  async matching(
    request: ListRequest,
    scope: RecordScope | undefined,
    position?: CursorPosition,
  ): Promise<RankedRows> {
    const found = ranked(await this.database.query<ListRow>(this.queries.matching(request, scope, position)));
    if (found.rows.length > 0 || isBeginning(request, position)) return found;
    return { ...(await this.matching(beginningOf(request), scope)), rows: [] };
  }

  /** Those that hold words like it. */
  async similar(
    request: ListRequest,
    scope: RecordScope | undefined,
    position?: CursorPosition,
  ): Promise<RankedRows> {
    const statement = this.queries.similar(request, scope, position);
    if (statement === undefined) return NOTHING;
    const found = ranked(await this.tolerantly(statement));
    if (found.rows.length > 0 || isBeginning(request, position)) return found;
    return { ...(await this.similar(beginningOf(request), scope)), rows: [] };
  }

  private tolerantly(statement: Statement): Promise<ListRow[]> {
    return this.database.transaction(async () => {
      await this.database.execute({ name: 'search-tolerance', text: SIMILARITY });
      return this.database.query<ListRow>(statement);
    });
  }
}

/** Where a ranked row stands in the order of its list. */
export function rankOf(row: ListRow): Pick<CursorPosition, 'values' | 'id'> {
  return { values: [Number(row[SCORE])], id: row.id };
}

/** Beyond the end of a list no row tells how many there are. */
function isBeginning({ mode }: ListRequest, position: CursorPosition | undefined): boolean {
  return mode.kind === 'page' ? mode.page === 1 : position === undefined;
}

function beginningOf(request: ListRequest): ListRequest {
  return { ...request, mode: { kind: 'page', page: 1 }, pageSize: 1 };
}

function ranked(rows: ListRow[]): RankedRows {
  const total = rows[0]?.totalCount ?? 0;
  return { rows, total: Math.min(total, MOST_RANKED), isCapped: total > MOST_RANKED };
}
