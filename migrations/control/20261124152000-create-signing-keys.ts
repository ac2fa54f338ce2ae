import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSigningKeys20261124152000 implements MigrationInterface {
  name = 'CreateSigningKeys20261124152000';

  async up(runner: QueryRunner): Promise<void> {
    // The row without a key of its own stands for JWT_SECRET, which has signed everything so far.
    await runner.query(`
      CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        algorithm text NOT NULL CHECK (algorithm IN ('HS256', 'EdDSA')),
        sealed_key text,
        created_at timestamptz NOT NULL,
        activates_at timestamptz NOT NULL,
        verifies_until timestamptz
      );
      INSERT INTO signing_keys (kid, algorithm, created_at, activates_at)
      VALUES ('bootstrap', 'HS256', now(), to_timestamp(0));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signing_keys');
  }
}
