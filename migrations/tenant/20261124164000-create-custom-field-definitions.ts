import type { MigrationInterface, QueryRunner } from 'typeorm';

const MAY_READ = ['Manager', 'User'];

export class CreateCustomFieldDefinitions20261124164000 implements MigrationInterface {
  name = 'CreateCustomFieldDefinitions20261124164000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE custom_field_definitions (
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
        deleted_at timestamptz(3),
        resource text NOT NULL,
        key text NOT NULL,
        label text NOT NULL,
        description text,
        type text NOT NULL,
        options jsonb NOT NULL DEFAULT '[]',
        reference_to text,
        required boolean NOT NULL,
        "unique" boolean NOT NULL,
        indexed boolean NOT NULL,
        position integer NOT NULL,
        index_state text NOT NULL,
        index_problem text
      );
      -- Deleted ones too: their values are still stored under the key.
      CREATE UNIQUE INDEX custom_field_definitions_key ON custom_field_definitions (key, resource);
      CREATE UNIQUE INDEX custom_field_definitions_external_id ON custom_field_definitions (external_id)
        WHERE deleted_at IS NULL;
      CREATE INDEX custom_field_definitions_resource ON custom_field_definitions (resource, position, id)
        WHERE deleted_at IS NULL;
    `);
    // What custom fields are filtered, sorted and indexed by: null for whatever is of another type.
    await runner.query(`
      CREATE FUNCTION custom_field_texts(value jsonb) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $$ SELECT CASE WHEN jsonb_typeof(value) = 'array'
                          THEN ARRAY(SELECT jsonb_array_elements_text(value)) END $$;
      CREATE FUNCTION custom_field_id(value jsonb) RETURNS uuid
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $$ SELECT CASE WHEN value #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                          THEN (value #>> '{}')::uuid END $$;
    `);
    await runner.query(
      `UPDATE roles SET permissions = array_append(permissions, 'custom-fields:read')
       WHERE built_in AND name = ANY ($1) AND NOT permissions @> ARRAY['custom-fields:read']`,
      [MAY_READ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE custom_field_definitions;
      UPDATE roles SET permissions = array_remove(permissions, 'custom-fields:read') WHERE built_in;
    `);
  }
}
