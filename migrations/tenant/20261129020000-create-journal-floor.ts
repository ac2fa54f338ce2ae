import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateJournalFloor20261129020000 implements MigrationInterface {
  name = 'CreateJournalFloor20261129020000';

  async up(runner: QueryRunner): Promise<void> {
    // Not in the head's row: whoever cuts the journal would hold up everybody who stamps it.
    await runner.query(`
      ALTER TABLE journal ADD COLUMN erased_at timestamptz;

      CREATE TABLE journal_floor (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        position bigint NOT NULL DEFAULT 0,
        kept_since timestamptz
      );
      INSERT INTO journal_floor DEFAULT VALUES;

      CREATE TABLE journal_baselines (
        record_id uuid PRIMARY KEY,
        resource text NOT NULL,
        version integer NOT NULL,
        occurred_at timestamptz NOT NULL,
        record jsonb NOT NULL,
        erased_at timestamptz
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE journal_baselines;
      DROP TABLE journal_floor;
      ALTER TABLE journal DROP COLUMN erased_at;
    `);
  }
}
