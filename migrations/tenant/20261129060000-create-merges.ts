import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What merges changed: ids and versions alone. The values are in the journal, and go where its values go. */
export class CreateMerges20261129060000 implements MigrationInterface {
  name = 'CreateMerges20261129060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE merges (
        id uuid PRIMARY KEY,
        resource text NOT NULL,
        survivor_id uuid NOT NULL,
        loser_ids uuid[] NOT NULL,
        moved jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        undone_at timestamptz(3),
        undone_by uuid
      );
      CREATE INDEX merges_created ON merges (created_at, id);
      CREATE INDEX merges_survivor ON merges (survivor_id);
      CREATE INDEX merges_losers ON merges USING gin (loser_ids) WHERE undone_at IS NULL;

      -- The survivor and what points at it: the version that the merge gave it.
      CREATE TABLE merge_changes (
        merge_id uuid NOT NULL REFERENCES merges (id) ON DELETE CASCADE,
        resource text NOT NULL,
        record_id uuid NOT NULL,
        version integer NOT NULL,
        PRIMARY KEY (merge_id, record_id)
      );

      -- Rows beside records that were given to the survivor.
      CREATE TABLE merge_rows (
        merge_id uuid NOT NULL REFERENCES merges (id) ON DELETE CASCADE,
        part text NOT NULL,
        row_id uuid NOT NULL,
        loser_id uuid NOT NULL,
        PRIMARY KEY (merge_id, part, row_id)
      );

      -- Associations of contacts with companies that were merged into another one, for the undoing.
      CREATE TABLE merged_company_links (
        merge_id uuid NOT NULL,
        contact_id uuid NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        company_id uuid NOT NULL,
        role text,
        since timestamptz(3) NOT NULL,
        is_new boolean NOT NULL,
        PRIMARY KEY (merge_id, contact_id, company_id)
      );
      CREATE INDEX merged_company_links_contact ON merged_company_links (contact_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE merged_company_links; DROP TABLE merge_rows; DROP TABLE merge_changes; DROP TABLE merges',
    );
  }
}
