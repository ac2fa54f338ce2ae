import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTenantAuditEntries20261124150000 implements MigrationInterface {
  name = 'CreateTenantAuditEntries20261124150000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entries (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL UNIQUE,
        action text NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('success', 'failure')),
        actor_kind text NOT NULL,
        actor_id uuid,
        session_id uuid,
        api_key_id uuid,
        address text,
        request_id text NOT NULL,
        resource text,
        subject_id text,
        changes jsonb,
        details jsonb NOT NULL,
        occurred_at timestamptz NOT NULL
      );
      CREATE INDEX audit_entries_actor ON audit_entries (actor_id, id);
      CREATE INDEX audit_entries_subject ON audit_entries (subject_id, id);

      CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        IF TG_OP = 'DELETE' AND current_setting('crm.audit_maintenance', true) = 'retention' THEN
          RETURN NULL;
        END IF;
        RAISE EXCEPTION 'audit_entries is append-only' USING ERRCODE = 'insufficient_privilege';
      END
      $body$;
      CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

      -- The one way to remove entries: the oldest, up to an id, which is a UUID v7 and so a time.
      CREATE FUNCTION purge_audit_entries(up_to uuid, batch integer) RETURNS integer LANGUAGE plpgsql
        SET crm.audit_maintenance = 'retention' AS $body$
      DECLARE
        purged integer;
      BEGIN
        DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries WHERE id < up_to ORDER BY id LIMIT batch);
        GET DIAGNOSTICS purged = ROW_COUNT;
        RETURN purged;
      END
      $body$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_entries;
      DROP FUNCTION refuse_audit_change, purge_audit_entries;
    `);
  }
}
