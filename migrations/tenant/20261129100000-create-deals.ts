import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECORD_COLUMNS = `
        id uuid PRIMARY KEY,
        external_id text,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)`;

/**
 * Stages stand in the row of their pipeline, so that its history and its events have them; `pipeline_stages` follows
 * it for foreign keys and joins, and keeps the names of those that were removed.
 */
export class CreateDeals20261129100000 implements MigrationInterface {
  name = 'CreateDeals20261129100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pipelines (${RECORD_COLUMNS},
        name text NOT NULL,
        description text,
        is_default boolean NOT NULL DEFAULT false,
        stages jsonb NOT NULL,
        CONSTRAINT pipelines_one_default EXCLUDE (is_default WITH =) WHERE (is_default AND deleted_at IS NULL)
          DEFERRABLE INITIALLY DEFERRED
      );
      CREATE UNIQUE INDEX pipelines_name ON pipelines (lower(name)) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX pipelines_external_id ON pipelines (external_id) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('pipelines');

      CREATE TABLE pipeline_stages (
        id uuid PRIMARY KEY,
        pipeline_id uuid NOT NULL REFERENCES pipelines (id),
        position integer NOT NULL,
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('open', 'won', 'lost')),
        probability integer NOT NULL CHECK (probability BETWEEN 0 AND 100),
        forecast_category text NOT NULL CHECK (forecast_category IN ('pipeline', 'bestCase', 'commit', 'omitted', 'closed')),
        required_fields text[] NOT NULL DEFAULT '{}',
        allowed_moves uuid[],
        removed_at timestamptz(3),
        UNIQUE (pipeline_id, id)
      );

      CREATE TABLE deals (${RECORD_COLUMNS},
        name text NOT NULL,
        pipeline_id uuid NOT NULL REFERENCES pipelines (id),
        stage_id uuid NOT NULL,
        status text NOT NULL CHECK (status IN ('open', 'won', 'lost')),
        amount numeric(15, 2) CHECK (amount >= 0),
        amount_source text NOT NULL DEFAULT 'entered' CHECK (amount_source IN ('entered', 'lineItems')),
        currency text NOT NULL,
        probability integer CHECK (probability BETWEEN 0 AND 100),
        forecast_category text CHECK (forecast_category IN ('pipeline', 'bestCase', 'commit', 'omitted')),
        expected_close_date date,
        closed_at timestamptz(3),
        close_reason text,
        stage_entered_at timestamptz(3) NOT NULL,
        company_id uuid REFERENCES companies (id),
        contacts jsonb NOT NULL DEFAULT '[]',
        contact_ids text[] NOT NULL DEFAULT '{}',
        primary_contact_id uuid REFERENCES contacts (id),
        source text,
        description text,
        lead_id uuid REFERENCES leads (id),
        last_contact_at timestamptz(3),
        FOREIGN KEY (pipeline_id, stage_id) REFERENCES pipeline_stages (pipeline_id, id)
      );
      CREATE UNIQUE INDEX deals_external_id ON deals (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_created ON deals (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_updated ON deals (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_name ON deals (name, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_amount ON deals (amount, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_expected_close ON deals (expected_close_date, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_closed ON deals (closed_at, id) WHERE closed_at IS NOT NULL AND deleted_at IS NULL;
      CREATE INDEX deals_owner ON deals (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX deals_stage_created ON deals (stage_id, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_stage_expected_close ON deals (stage_id, expected_close_date, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_stage_amount ON deals (stage_id, amount, id) WHERE deleted_at IS NULL;
      CREATE INDEX deals_totals ON deals (pipeline_id, stage_id, currency) INCLUDE (amount, owner_id) WHERE deleted_at IS NULL;
    `);
    // Of deleted deals too: what hangs on a record that is erased is looked for by these.
    await runner.query(`
      CREATE INDEX deals_company ON deals (company_id, created_at) WHERE company_id IS NOT NULL;
      CREATE INDEX deals_primary_contact ON deals (primary_contact_id) WHERE primary_contact_id IS NOT NULL;
      CREATE INDEX deals_lead ON deals (lead_id) WHERE lead_id IS NOT NULL;
      CREATE INDEX deals_contact_ids ON deals USING gin (contact_ids) WITH (fastupdate = off);
      SELECT adopt_record_table('deals', 'name', 'description');

      CREATE TABLE deal_contacts (
        deal_id uuid NOT NULL REFERENCES deals (id),
        contact_id uuid NOT NULL REFERENCES contacts (id),
        role text,
        is_primary boolean NOT NULL DEFAULT false,
        since timestamptz(3) NOT NULL,
        PRIMARY KEY (deal_id, contact_id)
      );
      CREATE UNIQUE INDEX deal_contacts_primary ON deal_contacts (deal_id) WHERE is_primary;
      CREATE INDEX deal_contacts_contact ON deal_contacts (contact_id);

      CREATE TABLE deal_stage_changes (
        id uuid PRIMARY KEY,
        deal_id uuid NOT NULL REFERENCES deals (id),
        from_stage_id uuid REFERENCES pipeline_stages (id),
        to_stage_id uuid NOT NULL REFERENCES pipeline_stages (id),
        reason text,
        changed_at timestamptz(3) NOT NULL,
        changed_by uuid NOT NULL
      );
      CREATE INDEX deal_stage_changes_deal ON deal_stage_changes (deal_id, changed_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE deal_stage_changes, deal_contacts, deals, pipeline_stages, pipelines');
  }
}
