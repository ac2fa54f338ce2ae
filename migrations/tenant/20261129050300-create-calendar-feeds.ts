import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCalendarFeeds20261129050300 implements MigrationInterface {
  name = 'CreateCalendarFeeds20261129050300';

  async up(runner: QueryRunner): Promise<void> {
    // A link names the id: with another one in its place it leads nowhere.
    await runner.query(`
      CREATE TABLE calendar_feeds (
        user_id uuid PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
        id uuid NOT NULL UNIQUE,
        created_at timestamptz(3) NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_feeds');
  }
}
