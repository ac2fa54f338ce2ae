import type { MigrationInterface, QueryRunner } from 'typeorm';

const CONTENT = 'search_text(first_name, last_name, company, email, phone)';
const OPTIONS = 'WITH (fastupdate = off) WHERE deleted_at IS NULL';

/** Outside a transaction, so that the tenant's writes go on; what a broken try left is removed first. */
export class IndexLeadsForSearch20261124170020 implements MigrationInterface {
  name = 'IndexLeadsForSearch20261124170020';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    await runner.query(
      `CREATE INDEX CONCURRENTLY leads_search_words ON leads USING gin (to_tsvector('simple', ${CONTENT})) ${OPTIONS}`,
    );
    await runner.query(
      `CREATE INDEX CONCURRENTLY leads_search_fragments ON leads USING gin (${CONTENT} gin_trgm_ops) ${OPTIONS}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS leads_search_words');
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS leads_search_fragments');
  }
}
