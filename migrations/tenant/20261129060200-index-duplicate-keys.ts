import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  ['contacts_phone_digits', 'contacts (phone_digits(phone))'],
  ['contacts_mobile_phone_digits', 'contacts (phone_digits(mobile_phone))'],
  ['contacts_plain_last_name', 'contacts (plain_words(last_name))'],
  ['companies_plain_name', 'companies (plain_words(name))'],
  ['leads_phone_digits', 'leads (phone_digits(phone))'],
] as const;

/** Outside a transaction, so that writes go on; what a broken try left is removed first. */
export class IndexDuplicateKeys20261129060200 implements MigrationInterface {
  name = 'IndexDuplicateKeys20261129060200';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    for (const [name, key] of INDEXES)
      await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${key} WHERE deleted_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  }
}
