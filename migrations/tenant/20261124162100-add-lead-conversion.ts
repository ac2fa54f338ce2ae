import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddLeadConversion20261124162100 implements MigrationInterface {
  name = 'AddLeadConversion20261124162100';

  async up(runner: QueryRunner): Promise<void> {
    // New columns without a default: no row is written anew, and none needs to be checked.
    await runner.query(`
      ALTER TABLE leads
        ADD COLUMN company_id uuid REFERENCES companies (id),
        ADD COLUMN converted_at timestamptz(3),
        ADD COLUMN converted_contact_id uuid REFERENCES contacts (id),
        ADD COLUMN converted_company_id uuid REFERENCES companies (id);

      CREATE TABLE lead_status_changes (
        id uuid PRIMARY KEY,
        lead_id uuid NOT NULL REFERENCES leads (id),
        from_status text NOT NULL,
        to_status text NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        changed_by uuid NOT NULL
      );
      CREATE INDEX lead_status_changes_lead ON lead_status_changes (lead_id, changed_at, id);

      CREATE TABLE assignment_rules (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        enabled boolean NOT NULL,
        position integer NOT NULL,
        strategy text NOT NULL,
        conditions jsonb NOT NULL,
        user_ids uuid[] NOT NULL,
        team_id uuid REFERENCES teams (id),
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
      CREATE UNIQUE INDEX assignment_rules_name ON assignment_rules (lower(name)) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX assignment_rules_external_id ON assignment_rules (external_id) WHERE deleted_at IS NULL;

      -- Beside the rule, so that a lead neither writes it anew nor waits for whoever edits it.
      CREATE TABLE assignment_turns (
        rule_id uuid PRIMARY KEY REFERENCES assignment_rules (id),
        last_user_id uuid
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE assignment_turns;
      DROP TABLE assignment_rules;
      DROP TABLE lead_status_changes;
      ALTER TABLE leads
        DROP COLUMN company_id,
        DROP COLUMN converted_at,
        DROP COLUMN converted_contact_id,
        DROP COLUMN converted_company_id;
    `);
  }
}
