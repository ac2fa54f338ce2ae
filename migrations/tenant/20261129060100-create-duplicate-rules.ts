import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes hold what the functions answer: whoever changes one makes the indexes anew. */
export class CreateDuplicateRules20261129060100 implements MigrationInterface {
  name = 'CreateDuplicateRules20261129060100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE duplicate_rules (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        resource text NOT NULL,
        enabled boolean NOT NULL,
        action text NOT NULL,
        conditions jsonb NOT NULL,
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
      CREATE UNIQUE INDEX duplicate_rules_name ON duplicate_rules (resource, lower(name)) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX duplicate_rules_external_id ON duplicate_rules (external_id) WHERE deleted_at IS NULL;

      SELECT adopt_record_table('duplicate_rules');

      CREATE FUNCTION phone_digits(phone text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN nullif(regexp_replace(phone, '[^0-9]', '', 'g'), '');
      CREATE FUNCTION plain_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN nullif(btrim(regexp_replace(lower(words), '[^[:alnum:]]+', ' ', 'g')), '');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION plain_words; DROP FUNCTION phone_digits; DROP TABLE duplicate_rules');
  }
}
