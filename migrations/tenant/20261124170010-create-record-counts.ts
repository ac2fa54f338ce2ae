import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many live records each table has, without a scan and without a row that every writer waits for: each statement
 * leaves what it changed, and the sum is the count. And what the migration of a record type calls to join in:
 *
 *     SELECT adopt_record_table('notes', 'title', 'text')
 */
export class CreateRecordCounts20261124170010 implements MigrationInterface {
  name = 'CreateRecordCounts20261124170010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE record_count_deltas (
        table_name text NOT NULL,
        delta bigint NOT NULL
      );
      CREATE INDEX record_count_deltas_table ON record_count_deltas (table_name) INCLUDE (delta);

      CREATE FUNCTION count_records() RETURNS trigger LANGUAGE plpgsql AS $body$
      DECLARE
        change bigint;
      BEGIN
        CASE TG_OP
          WHEN 'INSERT' THEN
            SELECT count(*) INTO change FROM changed WHERE deleted_at IS NULL;
          WHEN 'DELETE' THEN
            SELECT -count(*) INTO change FROM changed WHERE deleted_at IS NULL;
          WHEN 'UPDATE' THEN
            change := CASE WHEN NEW.deleted_at IS NULL THEN 1 ELSE -1 END;
          WHEN 'TRUNCATE' THEN
            SELECT -sum(delta) INTO change FROM record_count_deltas WHERE table_name = TG_TABLE_NAME;
        END CASE;
        IF change <> 0 THEN
          INSERT INTO record_count_deltas (table_name, delta) VALUES (TG_TABLE_NAME, change);
        END IF;
        RETURN NULL;
      END
      $body$;

      -- Counts the records of a table from now on, and indexes the columns that its lists are searched by: those of the
      -- policy, in its order. A big table has its indexes before, built CONCURRENTLY under the same names.
      CREATE FUNCTION adopt_record_table(adopted text, VARIADIC search_columns text[] DEFAULT '{}') RETURNS void
        LANGUAGE plpgsql AS $body$
      DECLARE
        content text := (SELECT format('search_text(%s)', string_agg(format('%I', name), ', ' ORDER BY place))
          FROM unnest(search_columns) WITH ORDINALITY AS columns (name, place));
      BEGIN
        IF NOT EXISTS (
          SELECT FROM pg_trigger WHERE tgrelid = adopted::regclass AND tgname = 'count_inserted_records'
        ) THEN
          EXECUTE format('CREATE TRIGGER count_inserted_records AFTER INSERT ON %I
            REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_records()', adopted);
          EXECUTE format('CREATE TRIGGER count_erased_records AFTER DELETE ON %I
            REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_records()', adopted);
          EXECUTE format('CREATE TRIGGER count_deleted_records AFTER UPDATE OF deleted_at ON %I
            FOR EACH ROW WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
            EXECUTE FUNCTION count_records()', adopted);
          EXECUTE format('CREATE TRIGGER count_truncated_records AFTER TRUNCATE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION count_records()', adopted);
          -- The triggers' lock lets nobody write any more: this is what there is.
          EXECUTE format('INSERT INTO record_count_deltas (table_name, delta)
            SELECT %L, count(*) FROM %I WHERE deleted_at IS NULL', adopted, adopted);
        END IF;
        IF cardinality(search_columns) > 0 THEN
          EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %I USING gin (to_tsvector(''simple'', %s))
            WITH (fastupdate = off) WHERE deleted_at IS NULL', adopted || '_search_words', adopted, content);
          EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %I USING gin (%s gin_trgm_ops)
            WITH (fastupdate = off) WHERE deleted_at IS NULL', adopted || '_search_fragments', adopted, content);
          -- How many rows a text is in decides between the indexes; partial ones keep no statistics that are used.
          EXECUTE format('CREATE STATISTICS IF NOT EXISTS %I ON (%s) FROM %I', adopted || '_search', content, adopted);
        END IF;
      END
      $body$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION adopt_record_table;
      DROP FUNCTION count_records;
      DROP TABLE record_count_deltas;
    `);
  }
}
