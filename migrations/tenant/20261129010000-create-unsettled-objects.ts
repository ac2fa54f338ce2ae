import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUnsettledObjects20261129010000 implements MigrationInterface {
  name = 'CreateUnsettledObjects20261129010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unsettled_objects (
        key text PRIMARY KEY,
        state text NOT NULL,
        due_at timestamptz(3) NOT NULL,
        failures integer NOT NULL DEFAULT 0
      );
      CREATE INDEX unsettled_objects_due ON unsettled_objects (due_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE unsettled_objects');
  }
}
