import { migrateDatabase } from '../../src/platform/database/migrate-database.js';
import { loadMigrations } from '../../src/platform/database/migration-set.js';
import { withClient, withDatabase } from '../../src/platform/database/postgres-client.js';

const OPTIONS = { applicationName: 'crm-tests' };
const LOCK = 7_301_955;
const EXISTS = 'SELECT FROM pg_database WHERE datname = $1';

/**
 * Has a product that is about to start find its template of tenants: a clone of one that the first suite of the run has
 * built. Every suite has a prefix of its own, and would else run all migrations for it.
 */
export async function shareTemplate(server: string, prefix: string): Promise<void> {
  const set = await loadMigrations('tenant');
  const [shared, own] = [`shared_template_${set.hash}`, `${prefix}_template_${set.hash}`];
  await withClient(withDatabase(server, 'postgres'), OPTIONS, async (client) => {
    const close = (name: string) => client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    if ((await client.query(EXISTS, [own])).rowCount !== 0) return;
    if ((await client.query(EXISTS, [shared])).rowCount === 0) {
      const draft = `${shared}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft}`);
      await client.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
      await migrateDatabase(withDatabase(server, draft), set);
      await close(draft);
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${shared}`);
    }
    await client.query(`CREATE DATABASE ${own} TEMPLATE ${shared} STRATEGY wal_log`);
    await close(own);
  });
}
