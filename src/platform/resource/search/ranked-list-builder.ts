import type { RecordScope } from '../../access/record-scope.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import type { Statement } from '../../database/tenant-database.js';
import type { CursorPosition } from '../lists/cursor-codec.js';
import type { ListPolicy } from '../lists/list-policy.js';
import type { ListQueryBuilder } from '../lists/list-query-builder.js';
import type { ListRequest } from '../lists/list-request.js';
import type { Bind } from '../lists/list-sql.js';
import type { RecordEntity } from '../record.entity.js';
import {
  type SearchColumns,
  searchCondition,
  searchScore,
  similarCondition,
  similarScore,
  wholeWordsCondition,
} from './record-search.js';
import type { RecordTable } from '../record-table.js';

/** How many rows are ranked at most. */
export const MOST_RANKED = 1_000;
/** The name under which rows carry their score. */
export const SCORE = 'searchScore';
const SCORE_COLUMN = `"${SCORE}"`;
/** Of more rows than are ranked, so many are taken for standing out: as whole words, as the newest. */
const OUTSTANDING = 500;
/** Among so many rows the newest are looked for. */
const NEWEST = 5_000;
const MANY = `(SELECT count(*) FROM found) > ${MOST_RANKED}`;

interface Candidates {
  readonly search: string;
  readonly columns: SearchColumns;
  readonly where: string;
  readonly bind: Bind;
  readonly values: unknown[];
}

/**
 * Compiles a search without a named sort to SQL: the best rows first. What is ranked are the rows that match or, where
 * they are more than that, 1,000 of them; ids grow with time, so that the newest of equals come first.
 */
export class RankedListBuilder<Entity extends RecordEntity> {
  private readonly quoted: string;

  constructor(
    private readonly table: RecordTable<Entity>,
    private readonly policy: Pick<ListPolicy, 'search' | 'textOf'>,
    private readonly queries: ListQueryBuilder,
    private readonly selection: string,
  ) {
    this.quoted = `"${table.table}"`;
  }

  /** Rows that hold the search, each with its score and `totalCount`, which goes one beyond what is ranked. */
  matching(
    request: ListRequest,
    scope: RecordScope | undefined,
    position: CursorPosition | undefined,
  ): Statement {
    const candidates = this.candidates(request, scope);
    const { search, columns, bind } = candidates;
    const matches = `${candidates.where} AND ${searchCondition(search, columns, bind)}`;
    const wholeWords = wholeWordsCondition(search, columns, bind);
    const newest = `SELECT * FROM ${this.quoted} WHERE "deleted_at" IS NULL ORDER BY "id" DESC LIMIT ${NEWEST}`;
    const tables = `found AS MATERIALIZED (
        SELECT "id" FROM ${this.quoted} WHERE ${matches} LIMIT ${MOST_RANKED + 1}
      ), worded AS MATERIALIZED (
        SELECT "id" FROM ${this.quoted} WHERE ${MANY} AND ${matches} AND ${wholeWords} LIMIT ${OUTSTANDING}
      ), newest AS MATERIALIZED (
        SELECT "id" FROM (${newest}) AS ${this.quoted} WHERE ${MANY} AND ${matches} LIMIT ${OUTSTANDING}
      ), chosen AS (
        SELECT "id" FROM (
          SELECT "id", 1 AS place FROM worded UNION ALL SELECT "id", 2 FROM newest UNION ALL SELECT "id", 3 FROM found
        ) AS places GROUP BY "id" ORDER BY min(place) LIMIT ${MOST_RANKED}
      )`;
    return this.page(request, position, candidates, tables, searchScore(search, columns, bind));
  }

  /** Rows with words like those of the search, as `matching`; undefined when it has none that may be misspelt. */
  similar(
    request: ListRequest,
    scope: RecordScope | undefined,
    position: CursorPosition | undefined,
  ): Statement | undefined {
    const candidates = this.candidates(request, scope);
    const { search, columns, bind } = candidates;
    const similar = similarCondition(search, columns, bind);
    if (similar === undefined) return undefined;
    const tables = `found AS MATERIALIZED (
        SELECT "id" FROM ${this.quoted} WHERE ${candidates.where} AND ${similar} LIMIT ${MOST_RANKED + 1}
      ), chosen AS (SELECT "id" FROM found LIMIT ${MOST_RANKED})`;
    return this.page(request, position, candidates, tables, similarScore(search, columns, bind));
  }

  private candidates(request: ListRequest, scope: RecordScope | undefined): Candidates {
    const { search = '', searchFields } = request;
    const columnsOf = (fields: readonly string[]) =>
      fields.map((field) => this.table.column(this.policy.textOf(field)));
    const columns = { indexed: columnsOf(this.policy.search), visible: columnsOf(searchFields) };
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const where = this.queries.where({ ...request, search: undefined }, scope, bind);
    return { search, columns, where, bind, values };
  }

  /** Not named: a plan for this very search knows how many rows it is in. */
  private page(
    { mode, pageSize }: ListRequest,
    position: CursorPosition | undefined,
    { bind, values }: Candidates,
    tables: string,
    score: string,
  ): Statement {
    const after =
      position === undefined
        ? ''
        : `WHERE (${SCORE_COLUMN}, candidate) < (${bind(position.values[0])}::numeric, ${bind(position.id)}::uuid)`;
    const limit = mode.kind === 'cursor' ? pageSize + 1 : pageSize;
    const offset = mode.kind === 'page' ? (mode.page - 1) * pageSize : 0;
    const text = `WITH ${tables}, ranked AS MATERIALIZED (
        SELECT "id" AS candidate, ${score} AS ${SCORE_COLUMN} FROM ${this.quoted}
        WHERE "id" IN (SELECT "id" FROM chosen)
      ), page AS MATERIALIZED (
        SELECT * FROM ranked ${after} ORDER BY ${SCORE_COLUMN} DESC, candidate DESC
        LIMIT ${bind(limit)} OFFSET ${bind(offset)}
      )
      SELECT ${this.selection}, ${SCORE_COLUMN}, (SELECT count(*) FROM found) AS "totalCount"
      FROM page JOIN ${this.quoted} ON "id" = candidate ORDER BY ${SCORE_COLUMN} DESC, candidate DESC`;
    return { text, values, types: RECORD_TYPES };
  }
}
