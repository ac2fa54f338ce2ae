import { RECORD_TYPES } from '../../database/record-types.js';
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

/** Of the groups of a table that keeps its sums (`keep_record_sums`): what `ListQueryBuilder.groupSums` counts. */
export function keptSums(table: string, keys: readonly string[]): Statement {
  return {
    name: 'record-sums',
    text: `SELECT group_key AS "groupKey", per, sum(count)::integer AS count,
        CASE WHEN sum(numbered) > 0 THEN sum(sum) END AS sum
      FROM record_sum_deltas WHERE table_name = $1 AND group_key = ANY ($2::uuid[])
      GROUP BY group_key, per HAVING sum(count) > 0 ORDER BY group_key, per`,
    values: [table, keys],
    types: RECORD_TYPES,
  };
}
