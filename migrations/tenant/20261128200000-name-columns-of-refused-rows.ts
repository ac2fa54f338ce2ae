import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a column without a value that must have one, the server names the column and no constraint. */
const NAMED = `coalesce(nullif(refused_by, ''), refused_column)`;

/** `write_rows_singly` also says which column lacks a value. */
export class NameColumnsOfRefusedRows20261128200000 implements MigrationInterface {
  name = 'NameColumnsOfRefusedRows20261128200000';

  async up(runner: QueryRunner): Promise<void> {
    await this.replace(runner, NAMED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.replace(runner, 'refused_by');
  }

  private async replace(runner: QueryRunner, named: string): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION write_rows_singly(target text, columns text[], rows json, are_new boolean)
      RETURNS TABLE (place integer, code text, constraint_name text, detail text) LANGUAGE plpgsql AS $body$
      DECLARE
        statement text;
        given json;
        refused_by text;
        refused_column text;
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
            GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, detail = PG_EXCEPTION_DETAIL,
              refused_by = CONSTRAINT_NAME, refused_column = COLUMN_NAME;
            constraint_name := ${named};
            RETURN NEXT;
          END;
          place := place + 1;
        END LOOP;
      END
      $body$;
    `);
  }
}
