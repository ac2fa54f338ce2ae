import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddReplayTimes20261128214000 implements MigrationInterface {
  name = 'AddReplayTimes20261128214000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_deliveries ADD COLUMN replayed_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_deliveries DROP COLUMN replayed_at');
  }
}
