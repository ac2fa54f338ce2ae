import { type RecordScope, scopeCondition } from '../../access/record-scope.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import type { TenantDatabase } from '../../database/tenant-database.js';
import type { PageQuery } from '../../http/page-query.js';
import type { RecordLink } from '../relations/record-link.js';
import type { MergeDto } from './merge.dto.js';
import type { MovedRow } from './merge-part.js';

export interface MergeChange {
  readonly [column: string]: unknown;
  readonly resource: string;
  readonly recordId: string;
  readonly version: number;
}

export type PartRow = MovedRow & { readonly [column: string]: unknown; readonly part: string };
type MergeRow = MergeDto & Record<string, unknown>;

/** A count stops here: it is for a number of pages. */
const MOST_COUNTED = 100_000;

const ADD = `INSERT INTO merges (id, resource, survivor_id, loser_ids, moved, created_at, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const ADD_CHANGES = `INSERT INTO merge_changes (merge_id, resource, record_id, version)
  SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::integer[])`;
const ADD_ROWS = `INSERT INTO merge_rows (merge_id, part, row_id, loser_id)
  SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::uuid[])`;
// A record that was restored may be merged into what was merged into it: each is looked at once.
const SURVIVORS = `WITH RECURSIVE survivors AS (
  SELECT survivor_id AS id FROM merges WHERE loser_ids @> ARRAY[$2::uuid] AND undone_at IS NULL AND resource = $1
  UNION
  SELECT merges.survivor_id FROM survivors JOIN merges ON loser_ids @> ARRAY[survivors.id]
  WHERE undone_at IS NULL AND resource = $1) SELECT id FROM survivors`;
const SAME = `SELECT DISTINCT resource, unnest(loser_ids || survivor_id) AS id
  FROM merges JOIN unnest($1::text[], $2::uuid[]) AS given (resource, id) USING (resource)
  WHERE undone_at IS NULL AND (survivor_id = given.id OR loser_ids @> ARRAY[given.id])`;
const COLUMNS = `id, resource, survivor_id AS "survivorId", loser_ids AS "mergedIds", moved, created_at AS "createdAt",
  created_by AS "createdBy", undone_at AS "undoneAt", undone_by AS "undoneBy"`;

/** Records of one type that are reached. */
export interface MergeScope {
  readonly resource: string;
  readonly table: string;
  readonly scope: RecordScope | undefined;
}

/** What merges changed, as ids and versions. */
export class MergeStore {
  constructor(private readonly database: TenantDatabase) {}

  async add(merge: MergeDto, changes: readonly MergeChange[], rows: readonly PartRow[]): Promise<void> {
    const { id, resource, survivorId, mergedIds, moved, createdAt, createdBy } = merge;
    const values = [id, resource, survivorId, mergedIds, JSON.stringify(moved), createdAt, createdBy];
    await this.database.execute({ text: ADD, values });
    await this.database.execute({
      text: ADD_CHANGES,
      values: [
        id,
        changes.map((change) => change.resource),
        changes.map(({ recordId }) => recordId),
        changes.map(({ version }) => version),
      ],
    });
    if (rows.length === 0) return;
    await this.database.execute({
      text: ADD_ROWS,
      values: [id, rows.map(({ part }) => part), rows.map((r) => r.rowId), rows.map((r) => r.loserId)],
    });
  }

  /** The latest first, of survivors that the scopes reach; deleted ones are. */
  async list(scopes: readonly MergeScope[], recordId: string | undefined, { page, pageSize }: PageQuery) {
    if (scopes.length === 0) return { merges: [], count: 0 };
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const reached = scopes.map(
      (scope) =>
        `(merges.resource = ${bind(scope.resource)}${survivorIn(scope, 'merges.survivor_id', bind)})`,
    );
    const conditions = [`(${reached.join(' OR ')})`];
    if (recordId !== undefined) {
      const id = bind(recordId);
      conditions.push(`(merges.survivor_id = ${id}::uuid OR merges.loser_ids @> ARRAY[${id}::uuid])`);
    }
    const source = `FROM merges WHERE ${conditions.join(' AND ')}`;
    const [counted] = await this.database.query<{ count: number }>({
      text: `SELECT count(*)::integer AS count FROM (SELECT 1 ${source} LIMIT ${MOST_COUNTED}) AS counted`,
      values: [...values],
    });
    const end = `ORDER BY created_at DESC, id DESC LIMIT ${bind(pageSize)} OFFSET ${bind((page - 1) * pageSize)}`;
    const text = `SELECT ${COLUMNS} ${source} ${end}`;
    const merges = await this.database.query<MergeRow>({ text, values, types: RECORD_TYPES });
    return { merges, count: counted?.count ?? 0 };
  }

  /** Whether a scope reaches a record, deleted or not. */
  async reaches(scope: MergeScope, id: string): Promise<boolean> {
    if (scope.scope === undefined) return true;
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const text = `SELECT 1 WHERE true${survivorIn(scope, `${bind(id)}::uuid`, bind)}`;
    return (await this.database.query({ text, values })).length > 0;
  }

  async find(id: string, lock = false): Promise<MergeDto | undefined> {
    const [row] = await this.database.query<MergeRow>({
      text: `SELECT ${COLUMNS} FROM merges WHERE id = $1${lock ? ' FOR UPDATE' : ''}`,
      values: [id],
      types: RECORD_TYPES,
    });
    return row;
  }

  /** Into which records one was merged that is there no more, and those into others: the last of them lives. */
  async survivorsOf(resource: string, id: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>({ text: SURVIVORS, values: [resource, id] });
    return rows.map((row) => row.id);
  }

  /** With records those that were merged with them, one way or the other: what one holds the other may hold. */
  mergedWith(records: readonly RecordLink[]): Promise<RecordLink[]> {
    const values = [records.map(({ resource }) => resource), records.map(({ id }) => id)];
    return this.database.query<RecordLink & Record<string, unknown>>({ text: SAME, values });
  }

  changes(id: string): Promise<MergeChange[]> {
    const text = `SELECT resource, record_id AS "recordId", version FROM merge_changes WHERE merge_id = $1 ORDER BY record_id`;
    return this.database.query<MergeChange>({ text, values: [id] });
  }

  rows(id: string): Promise<PartRow[]> {
    const text = `SELECT part, row_id AS "rowId", loser_id AS "loserId" FROM merge_rows WHERE merge_id = $1`;
    return this.database.query<PartRow>({ text, values: [id] });
  }

  async close(id: string, at: string, by: string): Promise<void> {
    await this.database.execute({
      text: 'UPDATE merges SET undone_at = $2, undone_by = $3 WHERE id = $1',
      values: [id, at, by],
    });
  }
}

function survivorIn({ table, scope }: MergeScope, id: string, bind: (value: unknown) => string): string {
  if (scope === undefined) return '';
  const reached = scopeCondition('survivor."owner_id"', scope, bind);
  return ` AND EXISTS (SELECT 1 FROM "${table}" AS survivor WHERE survivor.id = ${id} AND ${reached})`;
}
