import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsageCounters20261124153000 implements MigrationInterface {
  name = 'CreateUsageCounters20261124153000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE usage_counters (
        counter text NOT NULL,
        key text NOT NULL,
        shard smallint NOT NULL,
        amount bigint NOT NULL,
        PRIMARY KEY (counter, key, shard)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE usage_counters');
  }
}
