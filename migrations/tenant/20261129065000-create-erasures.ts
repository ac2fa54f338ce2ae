import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateErasures20261129065000 implements MigrationInterface {
  name = 'CreateErasures20261129065000';

  async up(runner: QueryRunner): Promise<void> {
    // Receipts and the ids of what is gone are kept for good: that is all that is left.
    await runner.query(`
      CREATE TABLE erasures (
        id uuid PRIMARY KEY,
        scope text NOT NULL CHECK (scope IN ('record', 'person')),
        resource text NOT NULL,
        record_id uuid NOT NULL,
        reason text,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'completed')),
        actor_kind text NOT NULL,
        actor_id uuid NOT NULL,
        api_key_id uuid,
        requested_at timestamptz(3) NOT NULL,
        completed_at timestamptz(3),
        counts jsonb NOT NULL DEFAULT '{}',
        sealed_identifiers text,
        digest text
      );
      CREATE INDEX erasures_requested ON erasures (requested_at, id);

      CREATE TABLE erased_records (
        record_id uuid PRIMARY KEY,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        resource text NOT NULL,
        erasure_id uuid NOT NULL REFERENCES erasures (id)
      );
      CREATE INDEX erased_records_erasure ON erased_records (erasure_id, seq);
    `);
    await runner.query(`
      CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $body$
      DECLARE
        maintenance text := current_setting('crm.audit_maintenance', true);
      BEGIN
        IF (TG_OP = 'DELETE' AND maintenance = 'retention') OR (TG_OP = 'UPDATE' AND maintenance = 'erasure') THEN
          RETURN NULL;
        END IF;
        RAISE EXCEPTION 'audit_entries is append-only' USING ERRCODE = 'insufficient_privilege';
      END
      $body$;

      -- The one way to take values out of entries: those about given things. Who did what to which thing, and when, stays.
      CREATE FUNCTION erase_audit_values(subjects text[]) RETURNS integer LANGUAGE plpgsql
        SET crm.audit_maintenance = 'erasure' AS $body$
      DECLARE
        erased integer;
      BEGIN
        UPDATE audit_entries SET changes = NULL, details = '{"erased": true}'
        WHERE subject_id = ANY (subjects) AND (changes IS NOT NULL OR details <> '{"erased": true}');
        GET DIAGNOSTICS erased = ROW_COUNT;
        RETURN erased;
      END
      $body$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION erase_audit_values;
      CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        IF TG_OP = 'DELETE' AND current_setting('crm.audit_maintenance', true) = 'retention' THEN
          RETURN NULL;
        END IF;
        RAISE EXCEPTION 'audit_entries is append-only' USING ERRCODE = 'insufficient_privilege';
      END
      $body$;
      DROP TABLE erased_records;
      DROP TABLE erasures;
    `);
  }
}
