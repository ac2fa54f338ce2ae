import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECORD_COLUMNS = `
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)`;

export class CreatePriceBooks20261129101100 implements MigrationInterface {
  name = 'CreatePriceBooks20261129101100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;
      CREATE TABLE price_books (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        description text,
        currency text NOT NULL,
        segment text,
        valid_from date,
        valid_to date,
        active boolean NOT NULL,
        ${RECORD_COLUMNS},
        CONSTRAINT price_books_validity EXCLUDE USING gist (
          currency WITH =, (coalesce(lower(segment), '')) WITH =, (daterange(valid_from, valid_to, '[]')) WITH &&
        ) WHERE (deleted_at IS NULL AND active)
      );
      CREATE UNIQUE INDEX price_books_external_id ON price_books (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX price_books_created ON price_books (created_at, id) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('price_books', 'name', 'description');
      CREATE TABLE price_book_entries (
        id uuid PRIMARY KEY,
        external_id text,
        price_book_id uuid NOT NULL REFERENCES price_books (id),
        product_id uuid NOT NULL REFERENCES products (id),
        unit_price numeric NOT NULL CHECK (unit_price >= 0),
        minimum_quantity numeric NOT NULL CHECK (minimum_quantity >= 0),
        ${RECORD_COLUMNS}
      );
      CREATE UNIQUE INDEX price_book_entries_external_id ON price_book_entries (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX price_book_entries_price ON price_book_entries (product_id, price_book_id, minimum_quantity)
        WHERE deleted_at IS NULL;
      CREATE INDEX price_book_entries_book ON price_book_entries (price_book_id, product_id);
      CREATE INDEX price_book_entries_product ON price_book_entries (product_id);
      CREATE INDEX price_book_entries_created ON price_book_entries (created_at, id) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('price_book_entries');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE price_book_entries, price_books');
  }
}
