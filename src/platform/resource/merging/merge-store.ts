import { RECORD_TYPES } from '../../database/record-types.js';
import type { TenantDatabase } from '../../database/tenant-database.js';
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

const ADD = `INSERT INTO merges (id, resource, survivor_id, loser_ids, moved, created_at, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const ADD_CHANGES = `INSERT INTO merge_changes (merge_id, resource, record_id, version)
  SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::integer[])`;
const ADD_ROWS = `INSERT INTO merge_rows (merge_id, part, row_id, loser_id)
  SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::uuid[])`;
const COLUMNS = `id, resource, survivor_id AS "survivorId", loser_ids AS "mergedIds", moved, created_at AS "createdAt",
  created_by AS "createdBy", undone_at AS "undoneAt", undone_by AS "undoneBy"`;

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

  async find(id: string, lock = false): Promise<MergeDto | undefined> {
    const [row] = await this.database.query<MergeRow>({
      text: `SELECT ${COLUMNS} FROM merges WHERE id = $1${lock ? ' FOR UPDATE' : ''}`,
      values: [id],
      types: RECORD_TYPES,
    });
    return row;
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
