import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a custom field is being erased with its values: then nothing brings it back. */
export class AddCustomFieldErasure20261128200100 implements MigrationInterface {
  name = 'AddCustomFieldErasure20261128200100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE custom_field_definitions ADD COLUMN erasing_at timestamptz(3)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE custom_field_definitions DROP COLUMN erasing_at');
  }
}
