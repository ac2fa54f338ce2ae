import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMails20261124151000 implements MigrationInterface {
  name = 'CreateMails20261124151000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mails (
        id uuid PRIMARY KEY,
        recipient text NOT NULL,
        subject text NOT NULL,
        sealed_content text,
        state text NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL,
        lease_until timestamptz,
        expires_at timestamptz NOT NULL,
        last_failure text,
        created_at timestamptz NOT NULL,
        settled_at timestamptz
      );
      CREATE INDEX mails_due ON mails (next_attempt_at) WHERE state = 'pending';
      CREATE INDEX mails_age ON mails (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mails');
  }
}
