import type { Statement } from '../../database/tenant-database.js';

/** How many records of a table are not deleted, as SQL: what an unfiltered list says as its total. */
export function liveCount(table: string): string {
  return `SELECT coalesce(sum(delta), 0)::bigint FROM record_count_deltas WHERE table_name = '${table}'`;
}

/** The same over several tables, as `live`. */
export function liveCountOf(tables: readonly string[]): Statement {
  return {
    name: 'record-totals',
    text: `SELECT coalesce(sum(delta), 0)::bigint AS live FROM record_count_deltas WHERE table_name = ANY ($1)`,
    values: [tables],
  };
}
