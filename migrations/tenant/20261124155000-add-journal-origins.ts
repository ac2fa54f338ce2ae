import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Without a default, so that no row is written anew: the session or key and the address that a change came from. */
export class AddJournalOrigins20261124155000 implements MigrationInterface {
  name = 'AddJournalOrigins20261124155000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE journal ADD COLUMN session_id uuid, ADD COLUMN api_key_id uuid, ADD COLUMN address text',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE journal DROP COLUMN session_id, DROP COLUMN api_key_id, DROP COLUMN address',
    );
  }
}
