import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many live records of a table are in each of its groups, and what a number of theirs adds up to, kept as counts are:
 * each statement leaves what it changed. What the migration of a new table with groups calls:
 *
 *     SELECT keep_record_sums('deals', 'stage_id', 'currency', 'amount')
 *
 * `numbered` counts those that have the number: of a group without any there is no sum. A table that has rows already is
 * filled in a transaction of its own, so that nobody waits for it.
 */
export class KeepRecordSums20261129105000 implements MigrationInterface {
  name = 'KeepRecordSums20261129105000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE record_sum_deltas (
        table_name text NOT NULL,
        group_key uuid NOT NULL,
        per text NOT NULL,
        count bigint NOT NULL,
        numbered bigint NOT NULL,
        sum numeric NOT NULL
      );
      CREATE INDEX record_sum_deltas_group ON record_sum_deltas (table_name, group_key);

      CREATE FUNCTION keep_record_sums(adopted text, key_column text, per_column text, sum_column text) RETURNS void
        LANGUAGE plpgsql AS $body$
      DECLARE
        -- Each table has a function of its own: its statements are planned once a connection.
        summed text := $sql$INSERT INTO record_sum_deltas (table_name, group_key, per, count, numbered, sum)
          SELECT * FROM (
            SELECT %1$L, %2$I, %3$I, sum(sign) AS count,
              coalesce(sum(sign) FILTER (WHERE %4$I IS NOT NULL), 0) AS numbered, coalesce(sum(sign * %4$I), 0) AS sum
            FROM (%5$s) AS changed WHERE deleted_at IS NULL GROUP BY %2$I, %3$I
          ) AS changes WHERE (count, numbered, sum) <> (0, 0, 0)$sql$;
        gone text := 'SELECT -1 AS sign, * FROM gone';
        come text := 'SELECT 1 AS sign, * FROM come';
      BEGIN
        EXECUTE format($sql$CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $trigger$
          BEGIN
            CASE TG_OP
              WHEN 'INSERT' THEN %s;
              WHEN 'DELETE' THEN %s;
              WHEN 'UPDATE' THEN %s;
              WHEN 'TRUNCATE' THEN DELETE FROM record_sum_deltas WHERE table_name = TG_TABLE_NAME;
            END CASE;
            RETURN NULL;
          END
          $trigger$ $sql$, 'sum_' || adopted,
          format(summed, adopted, key_column, per_column, sum_column, come),
          format(summed, adopted, key_column, per_column, sum_column, gone),
          format(summed, adopted, key_column, per_column, sum_column, gone || ' UNION ALL ' || come));
        EXECUTE format('CREATE TRIGGER sum_inserted_records AFTER INSERT ON %I
          REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION %I()', adopted, 'sum_' || adopted);
        EXECUTE format('CREATE TRIGGER sum_erased_records AFTER DELETE ON %I
          REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION %I()', adopted, 'sum_' || adopted);
        EXECUTE format('CREATE TRIGGER sum_changed_records AFTER UPDATE ON %I
          REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION %I()',
          adopted, 'sum_' || adopted);
        EXECUTE format('CREATE TRIGGER sum_truncated_records AFTER TRUNCATE ON %I
          FOR EACH STATEMENT EXECUTE FUNCTION %I()', adopted, 'sum_' || adopted);
      END
      $body$;

      SELECT keep_record_sums('deals', 'stage_id', 'currency', 'amount');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION sum_deals CASCADE;
      DROP FUNCTION keep_record_sums;
      DROP TABLE record_sum_deltas;
    `);
  }
}
