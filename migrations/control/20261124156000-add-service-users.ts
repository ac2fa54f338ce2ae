import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddServiceUsers20261124156000 implements MigrationInterface {
  name = 'AddServiceUsers20261124156000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'service'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN kind');
  }
}
