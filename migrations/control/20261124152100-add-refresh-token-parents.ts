import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddRefreshTokenParents20261124152100 implements MigrationInterface {
  name = 'AddRefreshTokenParents20261124152100';

  async up(runner: QueryRunner): Promise<void> {
    // Looked up within a session, whose index serves.
    await runner.query('ALTER TABLE refresh_tokens ADD COLUMN parent_hash text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE refresh_tokens DROP COLUMN parent_hash');
  }
}
