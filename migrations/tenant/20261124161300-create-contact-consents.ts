import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateContactConsents20261124161300 implements MigrationInterface {
  name = 'CreateContactConsents20261124161300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contact_consents (
        id uuid PRIMARY KEY,
        contact_id uuid NOT NULL REFERENCES contacts (id),
        purpose text NOT NULL,
        status text NOT NULL,
        legal_basis text NOT NULL,
        source text,
        note text,
        decided_at timestamptz(3) NOT NULL,
        recorded_at timestamptz(3) NOT NULL,
        recorded_by uuid NOT NULL
      );
      CREATE INDEX contact_consents_contact ON contact_consents (contact_id, decided_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE contact_consents');
  }
}
