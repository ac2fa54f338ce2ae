import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLineItems20261129101200 implements MigrationInterface {
  name = 'CreateLineItems20261129101200';

  async up(runner: QueryRunner): Promise<void> {
    // Sums have the decimals of their currency, of which some have three. Without a rewrite of the table.
    await runner.query(`
      ALTER TABLE deals ALTER COLUMN amount TYPE numeric;
      CREATE TABLE line_items (
        id uuid PRIMARY KEY,
        external_id text,
        resource text NOT NULL CHECK (resource = 'deal'),
        record_id uuid NOT NULL,
        deal_id uuid NOT NULL REFERENCES deals (id),
        product_id uuid REFERENCES products (id),
        name text NOT NULL,
        description text,
        quantity numeric NOT NULL CHECK (quantity > 0),
        unit_price numeric NOT NULL CHECK (unit_price >= 0),
        price_source text NOT NULL CHECK (price_source IN ('entered', 'priceBook', 'product')),
        price_book_id uuid REFERENCES price_books (id),
        currency text NOT NULL,
        discount_percent numeric CHECK (discount_percent BETWEEN 0 AND 100),
        discount_amount numeric CHECK (discount_amount >= 0),
        tax_rate numeric NOT NULL CHECK (tax_rate BETWEEN 0 AND 100),
        subtotal numeric NOT NULL,
        discount numeric NOT NULL,
        net numeric NOT NULL CHECK (net >= 0),
        tax numeric NOT NULL,
        total numeric NOT NULL,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3),
        CHECK (record_id = deal_id)
      );
      CREATE UNIQUE INDEX line_items_external_id ON line_items (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX line_items_created ON line_items (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX line_items_deal ON line_items (deal_id, created_at);
      CREATE INDEX line_items_record ON line_items (record_id);
      CREATE INDEX line_items_product ON line_items (product_id) WHERE product_id IS NOT NULL;
      CREATE INDEX line_items_price_book ON line_items (price_book_id) WHERE price_book_id IS NOT NULL;
      SELECT adopt_record_table('line_items', 'name', 'description');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE line_items');
  }
}
