import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A table on which no statistics were gathered yet is taken to hold next to nothing where `deleted_at IS NULL`, so that any
 * partial index seemed as good as the primary key: reading one record of a new tenant walked through all of them. What
 * is expected of a new table is now said beforehand (PostgreSQL 18); the server's own figures take its place in time.
 */
export class ExpectLiveRecords20261129080000 implements MigrationInterface {
  name = 'ExpectLiveRecords20261129080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION expect_live_records(adopted text) RETURNS void LANGUAGE plpgsql AS $body$
      BEGIN
        IF to_regproc('pg_catalog.pg_restore_attribute_stats') IS NULL OR EXISTS (
          SELECT FROM pg_stats
          WHERE schemaname = current_schema() AND tablename = adopted AND attname = 'deleted_at'
        ) THEN
          RETURN;
        END IF;
        PERFORM pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', adopted,
          'attname', 'deleted_at', 'inherited', false, 'null_frac', 1::real, 'avg_width', 8, 'n_distinct', 0::real);
      END
      $body$;

      ALTER FUNCTION adopt_record_table (text, text[]) RENAME TO count_and_index_records;
      CREATE FUNCTION adopt_record_table(adopted text, VARIADIC search_columns text[] DEFAULT '{}') RETURNS void
        LANGUAGE plpgsql AS $body$
      BEGIN
        PERFORM count_and_index_records(adopted, VARIADIC search_columns);
        PERFORM expect_live_records(adopted);
      END
      $body$;

      SELECT expect_live_records(relname) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
      WHERE tgname = 'count_inserted_records';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION adopt_record_table (text, text[]);
      ALTER FUNCTION count_and_index_records (text, text[]) RENAME TO adopt_record_table;
      DROP FUNCTION expect_live_records;
    `);
  }
}
