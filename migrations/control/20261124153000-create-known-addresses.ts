import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKnownAddresses20261124153000 implements MigrationInterface {
  name = 'CreateKnownAddresses20261124153000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_addresses (
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        network text NOT NULL,
        last_login_at timestamptz NOT NULL,
        PRIMARY KEY (user_id, network)
      );
      -- IPv6 is known by its /64, which only the next login tells.
      INSERT INTO known_addresses (user_id, network, last_login_at)
        SELECT user_id, address, max(created_at) FROM sessions
        WHERE address NOT LIKE '%:%' GROUP BY user_id, address;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_addresses');
  }
}
