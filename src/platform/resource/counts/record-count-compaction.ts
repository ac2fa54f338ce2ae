import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../database/tenant-database.js';
import { type DueWork, Reactions } from '../../journal/reactions.js';
import { ADVISORY_LOCKS } from '../../database/advisory-locks.js';

const BATCH = 10_000;
/** Reading so few costs less than compacting them. */
const TOLERATED = 100;

/** Takes deltas away and leaves their sum, in one statement: whoever reads meanwhile sees either, and never both. */
const COMPACT = `WITH taken AS MATERIALIZED (SELECT ctid AS place FROM record_count_deltas LIMIT ${BATCH}),
  gone AS (
    DELETE FROM record_count_deltas USING taken WHERE ctid = place
      AND (SELECT count(*) FROM taken) > ${TOLERATED} AND (SELECT pg_try_advisory_xact_lock(${ADVISORY_LOCKS.countCompaction}))
    RETURNING table_name, delta
  ),
  left_over AS (
    INSERT INTO record_count_deltas (table_name, delta)
    SELECT table_name, sum(delta) FROM gone GROUP BY table_name HAVING sum(delta) <> 0
  )
  SELECT count(*) AS compacted FROM gone`;

const MOST_SUMS = 10 * BATCH;

/** The same of the sums of groups, of which one row a group is left: it is worth it when most rows go. */
const COMPACT_SUMS = `WITH taken AS MATERIALIZED (SELECT ctid AS place FROM record_sum_deltas LIMIT ${MOST_SUMS}),
  gone AS (
    DELETE FROM record_sum_deltas USING taken WHERE ctid = place
      AND (SELECT count(*) FROM taken) > ${TOLERATED} + 2 * (
        SELECT count(*) FROM (SELECT DISTINCT table_name, group_key, per FROM record_sum_deltas) AS groups)
      AND (SELECT pg_try_advisory_xact_lock(${ADVISORY_LOCKS.countCompaction}))
    RETURNING table_name, group_key, per, count, numbered, sum
  )
  INSERT INTO record_sum_deltas (table_name, group_key, per, count, numbered, sum)
  SELECT table_name, group_key, per, sum(count), sum(numbered), sum(sum) FROM gone GROUP BY table_name, group_key, per
  HAVING (sum(count), sum(numbered), sum(sum)) <> (0, 0, 0)`;

/**
 * Keeps the counts of records short to read: whenever the dispatcher looks after a tenant, what its statements left
 * becomes one row a table, and one a group. Without a worker counts only get slower.
 */
@Injectable()
export class RecordCountCompaction implements DueWork {
  readonly name = 'record-counts';

  constructor(
    private readonly database: TenantDatabase,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  /** What is to be done follows from writes, and those wake the dispatcher: no time is due by itself. */
  async runDue(): Promise<undefined> {
    let compacted = BATCH;
    while (compacted === BATCH) {
      const [row] = await this.database.query<{ compacted: number }>({
        name: 'record-counts-compact',
        text: COMPACT,
      });
      compacted = row?.compacted ?? 0;
    }
    await this.database.execute({ name: 'record-sums-compact', text: COMPACT_SUMS });
    return undefined;
  }
}
