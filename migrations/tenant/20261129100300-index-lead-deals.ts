import type { MigrationInterface, QueryRunner } from 'typeorm';

const NAME = 'leads_converted_deal';

/** Outside a transaction, so that the tenant's writes go on; what a broken try left is removed first. */
export class IndexLeadDeals20261129100300 implements MigrationInterface {
  name = 'IndexLeadDeals20261129100300';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    await runner.query(
      `CREATE INDEX CONCURRENTLY ${NAME} ON leads (converted_deal_id) WHERE converted_deal_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${NAME}`);
  }
}
