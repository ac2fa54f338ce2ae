import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateViews20261124163100 implements MigrationInterface {
  name = 'CreateViews20261124163100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE views (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        resource text NOT NULL,
        filter jsonb,
        search text,
        sort jsonb NOT NULL DEFAULT '[]',
        fields text[] NOT NULL DEFAULT '{}',
        expand text[] NOT NULL DEFAULT '{}',
        visibility text NOT NULL CHECK (visibility IN ('private', 'team', 'everyone')),
        position integer NOT NULL DEFAULT 0,
        is_default boolean NOT NULL DEFAULT false,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid NOT NULL REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)
      );
      CREATE UNIQUE INDEX views_external_id ON views (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX views_default ON views (resource, owner_id) WHERE is_default AND deleted_at IS NULL;
      CREATE INDEX views_resource ON views (resource, position, id) WHERE deleted_at IS NULL;
      CREATE INDEX views_position ON views (position, id) WHERE deleted_at IS NULL;
      CREATE INDEX views_owner ON views (owner_id) WHERE deleted_at IS NULL;

      UPDATE roles SET permissions = permissions || ARRAY['views:delete:own'], version = version + 1
      WHERE id = '00000000-0000-7000-8000-000000000003' AND NOT 'views:delete:own' = ANY (permissions);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE roles SET permissions = array_remove(permissions, 'views:delete:own'), version = version + 1
      WHERE id = '00000000-0000-7000-8000-000000000003';
      DROP TABLE views`);
  }
}
