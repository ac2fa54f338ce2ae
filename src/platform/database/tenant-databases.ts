import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { DatabaseConfig } from '../config/database.config.js';
import type { ClusterDirectory } from './cluster-directory.js';
import { databaseErrorCode } from './database-errors.js';
import { migrateDatabase } from './migrate-database.js';
import type { MigrationSet } from './migration-set.js';
import { withClient } from './postgres-client.js';
import { ADVISORY_LOCKS } from './advisory-locks.js';

const ADMINISTRATION = { applicationName: 'crm-administration' };
const BEING_ACCESSED = '55006';
const CLONE_TRIES = 3;

/**
 * Makes and drops tenant databases. A tenant is cloned from a template that already has every migration; nobody can
 * connect to the template, because one open connection would make each clone wait and fail.
 */
export class TenantDatabases {
  private readonly templates = new Map<string, Promise<string>>();

  constructor(
    private readonly config: DatabaseConfig,
    private readonly clusters: ClusterDirectory,
    readonly migrations: MigrationSet,
  ) {}

  /** Makes the cluster's template when this build's is missing. @returns its name. */
  prepareTemplate(cluster: string): Promise<string> {
    let template = this.templates.get(cluster);
    if (template === undefined) {
      template = this.buildTemplate(cluster);
      this.templates.set(cluster, template);
      template.catch(() => this.templates.delete(cluster));
    }
    return template;
  }

  async create(cluster: string, database: string): Promise<void> {
    const template = await this.prepareTemplate(cluster);
    await this.administer(cluster, async (client) => {
      const name = client.escapeIdentifier(database);
      const statement = `CREATE DATABASE ${name} TEMPLATE ${client.escapeIdentifier(template)} STRATEGY wal_log`;
      for (let attempt = 1; ; attempt += 1) {
        try {
          await client.query(statement);
          return;
        } catch (error) {
          if (attempt === CLONE_TRIES || databaseErrorCode(error) !== BEING_ACCESSED) throw error;
        }
      }
    });
  }

  /** Also when somebody is connected; also when it does not exist. */
  async drop(cluster: string, database: string): Promise<void> {
    await this.administer(cluster, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(database)} WITH (FORCE)`);
    });
  }

  /** @returns how many migrations ran. */
  migrate(cluster: string, database: string): Promise<number> {
    return migrateDatabase(this.clusters.directUrl(cluster, database), this.migrations);
  }

  private async buildTemplate(cluster: string): Promise<string> {
    const template = `${this.config.databasePrefix}_template_${this.migrations.hash}`;
    await this.administer(cluster, async (client) => {
      await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCKS.template]);
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
      if (found.rowCount !== 0) return;
      await this.dropDrafts(client, template);
      // Built under another name: a crash half-way leaves nothing that looks finished.
      const draft = `${template}_${randomBytes(4).toString('hex')}`;
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(draft)} TEMPLATE template0`);
      await this.migrate(cluster, draft);
      await client.query(`ALTER DATABASE ${client.escapeIdentifier(draft)} WITH ALLOW_CONNECTIONS false`);
      await client.query(
        `ALTER DATABASE ${client.escapeIdentifier(draft)} RENAME TO ${client.escapeIdentifier(template)}`,
      );
    });
    return template;
  }

  /** What a crash left; nobody else builds while this client holds the lock. */
  private async dropDrafts(client: pg.Client, template: string): Promise<void> {
    const found = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [`${template}_`],
    );
    for (const { datname } of found.rows) {
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(datname)} WITH (FORCE)`);
    }
  }

  private administer<Result>(cluster: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    return withClient(this.clusters.directUrl(cluster, 'postgres'), ADMINISTRATION, work);
  }
}
