import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateContactRelationships20261124161200 implements MigrationInterface {
  name = 'CreateContactRelationships20261124161200';

  async up(runner: QueryRunner): Promise<void> {
    // Each is stored once, from the side of the lesser id: so the same said from the other side is a duplicate.
    await runner.query(`
      CREATE TABLE contact_relationships (
        id uuid PRIMARY KEY,
        contact_id uuid NOT NULL REFERENCES contacts (id),
        other_id uuid NOT NULL REFERENCES contacts (id),
        kind text NOT NULL,
        note text,
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        CHECK (contact_id < other_id)
      );
      CREATE UNIQUE INDEX contact_relationships_pair ON contact_relationships (contact_id, other_id, kind);
      CREATE INDEX contact_relationships_other ON contact_relationships (other_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE contact_relationships');
  }
}
