import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateControlAuditEntries20261124150000 implements MigrationInterface {
  name = 'CreateControlAuditEntries20261124150000';

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
        details jsonb NOT NULL,
        occurred_at timestamptz NOT NULL
      );
      CREATE INDEX audit_entries_time ON audit_entries (occurred_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_entries');
  }
}
