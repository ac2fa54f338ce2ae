import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The deals of before. Their triggers are committed: what they leave and what the table has differ, in any snapshot, by
 * just those deals, and one statement reads both. So nobody waits, and once it has run there is nothing left to add.
 */
export class FillRecordSums20261129105100 implements MigrationInterface {
  name = 'FillRecordSums20261129105100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO record_sum_deltas (table_name, group_key, per, count, numbered, sum)
      SELECT 'deals', group_key, per, sum(count), sum(numbered), sum(sum) FROM (
        SELECT stage_id AS group_key, currency AS per, count(*) AS count, count(amount) AS numbered,
          coalesce(sum(amount), 0) AS sum
        FROM deals WHERE deleted_at IS NULL GROUP BY stage_id, currency
        UNION ALL
        SELECT group_key, per, -sum(count), -sum(numbered), -sum(sum)
        FROM record_sum_deltas WHERE table_name = 'deals' GROUP BY group_key, per
      ) AS parts GROUP BY group_key, per
      HAVING (sum(count), sum(numbered), sum(sum)) <> (0, 0, 0)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM record_sum_deltas WHERE table_name = 'deals'`);
  }
}
