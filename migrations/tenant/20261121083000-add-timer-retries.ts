import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddTimerRetries20261121083000 implements MigrationInterface {
  name = 'AddTimerRetries20261121083000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE timers ADD COLUMN failures integer NOT NULL DEFAULT 0, ADD COLUMN retry_at timestamptz;
      CREATE INDEX timers_next ON timers ((coalesce(retry_at, due_at)));
      DROP INDEX timers_due;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX timers_due ON timers (due_at);
      DROP INDEX timers_next;
      ALTER TABLE timers DROP COLUMN failures, DROP COLUMN retry_at;
    `);
  }
}
