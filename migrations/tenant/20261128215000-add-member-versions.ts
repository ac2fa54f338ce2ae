import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A constant default, so that no row is written anew. */
export class AddMemberVersions20261128215000 implements MigrationInterface {
  name = 'AddMemberVersions20261128215000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE members ADD COLUMN version integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE members DROP COLUMN version');
  }
}
