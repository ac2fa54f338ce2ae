import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECORD = `
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)`;

/** The reader of the journal begins where it stands: nothing was promised for what happened before. */
export class CreateServiceLevels20261129103000 implements MigrationInterface {
  name = 'CreateServiceLevels20261129103000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE business_hours (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        time_zone text NOT NULL,
        days jsonb NOT NULL,
        holidays jsonb NOT NULL,
        is_default boolean NOT NULL,${RECORD}
      );
      CREATE UNIQUE INDEX business_hours_external_id ON business_hours (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX business_hours_is_default ON business_hours (is_default) WHERE is_default AND deleted_at IS NULL;
      CREATE INDEX business_hours_name ON business_hours (name, id) WHERE deleted_at IS NULL;

      CREATE TABLE sla_policies (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        description text,
        resource text NOT NULL,
        position integer NOT NULL,
        active boolean NOT NULL,
        conditions jsonb,
        business_hours_id uuid REFERENCES business_hours (id),
        targets jsonb NOT NULL,
        warning jsonb,
        escalations jsonb NOT NULL,
        rights_user_id uuid NOT NULL,
        rights_api_key_id uuid,${RECORD}
      );
      CREATE UNIQUE INDEX sla_policies_external_id ON sla_policies (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX sla_policies_position ON sla_policies (position, id) WHERE deleted_at IS NULL;

      CREATE TABLE sla_targets (
        id uuid PRIMARY KEY,
        external_id text,
        resource text NOT NULL,
        record_id uuid NOT NULL,
        metric text NOT NULL,
        name text NOT NULL,
        policy_id uuid REFERENCES sla_policies (id),
        business_hours_id uuid REFERENCES business_hours (id),
        priority text,
        state text NOT NULL,
        started_at timestamptz(3) NOT NULL,
        running_since timestamptz(3),
        paused_since timestamptz(3),
        target_seconds integer NOT NULL,
        used_seconds double precision NOT NULL,
        due_at timestamptz(3),
        warns_at timestamptz(3),
        warned_at timestamptz(3),
        breached_at timestamptz(3),
        met_at timestamptz(3),
        escalated text[] NOT NULL DEFAULT '{}',
        notified_user_ids uuid[] NOT NULL DEFAULT '{}',${RECORD}
      );
      CREATE UNIQUE INDEX sla_targets_external_id ON sla_targets (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX sla_targets_record ON sla_targets (record_id, started_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX sla_targets_open ON sla_targets (record_id) WHERE met_at IS NULL AND deleted_at IS NULL;
      CREATE INDEX sla_targets_state ON sla_targets (state, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX sla_targets_created ON sla_targets (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX sla_targets_updated ON sla_targets (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX sla_targets_due ON sla_targets (due_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX sla_targets_owner ON sla_targets (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX sla_targets_policy ON sla_targets (policy_id) WHERE deleted_at IS NULL;

      SELECT adopt_record_table('business_hours', 'name');
      SELECT adopt_record_table('sla_policies', 'name', 'description');
      SELECT adopt_record_table('sla_targets');

      INSERT INTO journal_consumers (name, position) SELECT 'service-levels', position FROM journal_head;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM journal_consumers WHERE name = 'service-levels';
      DROP TABLE sla_targets;
      DROP TABLE sla_policies;
      DROP TABLE business_hours;
    `);
  }
}
