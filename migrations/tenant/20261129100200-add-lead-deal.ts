import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddLeadDeal20261129100200 implements MigrationInterface {
  name = 'AddLeadDeal20261129100200';

  async up(runner: QueryRunner): Promise<void> {
    // A new column without a default: no row is written anew, and none needs to be checked.
    await runner.query('ALTER TABLE leads ADD COLUMN converted_deal_id uuid REFERENCES deals (id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE leads DROP COLUMN converted_deal_id');
  }
}
