import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Writes the rows that a set refused as a whole, each in a subtransaction, and says what refused which. */
export class CreateWriteRowsSingly20261124172000 implements MigrationInterface {
  name = 'CreateWriteRowsSingly20261124172000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION write_rows_singly(target text, columns text[], rows json, are_new boolean)
      RETURNS TABLE (place integer, code text, constraint_name text, detail text) LANGUAGE plpgsql AS $body$
      DECLARE
        statement text;
        given json;
      BEGIN
        IF are_new THEN
          SELECT format('INSERT INTO %I (%s) SELECT %s FROM json_populate_record(NULL::%I, $1)', target, names, names, target)
          INTO statement FROM (SELECT string_agg(quote_ident(name), ', ') AS names FROM unnest(columns) AS name) AS listed;
        ELSE
          SELECT format('UPDATE %I AS stored SET %s FROM json_populate_record(NULL::%I, $1) AS given WHERE stored.id = given.id',
            target, assignments, target)
          INTO statement FROM (
            SELECT string_agg(format('%I = given.%I', name, name), ', ') AS assignments FROM unnest(columns) AS name
          ) AS listed;
        END IF;
        place := 0;
        FOR given IN SELECT value FROM json_array_elements(rows) LOOP
          BEGIN
            EXECUTE statement USING given;
          EXCEPTION WHEN integrity_constraint_violation OR numeric_value_out_of_range THEN
            GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, constraint_name = CONSTRAINT_NAME, detail = PG_EXCEPTION_DETAIL;
            RETURN NEXT;
          END;
          place := place + 1;
        END LOOP;
      END
      $body$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION write_rows_singly(text, text[], json, boolean)');
  }
}
