import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProducts20261129101000 implements MigrationInterface {
  name = 'CreateProducts20261129101000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE products (
        id uuid PRIMARY KEY,
        external_id text,
        code text,
        name text NOT NULL,
        description text,
        family text,
        unit_price numeric CHECK (unit_price >= 0),
        currency text NOT NULL,
        tax_rate numeric CHECK (tax_rate BETWEEN 0 AND 100),
        cost numeric CHECK (cost >= 0),
        active boolean NOT NULL,
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
      CREATE UNIQUE INDEX products_external_id ON products (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX products_code ON products (lower(code)) WHERE deleted_at IS NULL;
      CREATE INDEX products_created ON products (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX products_name ON products (name, id) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('products', 'code', 'name', 'family', 'description');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE products');
  }
}
