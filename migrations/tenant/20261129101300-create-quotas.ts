import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateQuotas20261129101300 implements MigrationInterface {
  name = 'CreateQuotas20261129101300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE quotas (
        id uuid PRIMARY KEY,
        external_id text,
        team_id uuid REFERENCES teams (id),
        pipeline_id uuid REFERENCES pipelines (id),
        period text NOT NULL CHECK (period IN ('month', 'quarter', 'year')),
        starts_on date NOT NULL,
        amount numeric NOT NULL CHECK (amount >= 0),
        currency text NOT NULL,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)
      );
      CREATE UNIQUE INDEX quotas_external_id ON quotas (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX quotas_period ON quotas (starts_on, period, owner_id, team_id, pipeline_id, currency)
        NULLS NOT DISTINCT WHERE deleted_at IS NULL;
      CREATE INDEX quotas_created ON quotas (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX quotas_pipeline ON quotas (pipeline_id) WHERE pipeline_id IS NOT NULL;
      SELECT adopt_record_table('quotas');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE quotas');
  }
}
