import type { SecretBox } from '../crypto/index.js';
import type { DatabaseConfig } from '../config/database.config.js';
import { UnavailableError } from '../../kernel/errors.js';
import type { ControlDatabase } from './control-database.js';
import { withDatabase } from './postgres-client.js';

export const PRIMARY_CLUSTER = 'primary';

interface ClusterUrls {
  readonly pooled: string;
  readonly direct: string;
}

/** The PostgreSQL servers that tenants live on. `primary` is the control database's own server. */
export class ClusterDirectory {
  private clusters = new Map<string, ClusterUrls>();

  constructor(
    private readonly control: ControlDatabase,
    private readonly config: DatabaseConfig,
    private readonly box: SecretBox,
  ) {}

  async load(): Promise<void> {
    const rows = await this.control.query<{ id: string; sealed_url: string | null }>(
      'SELECT id, sealed_url FROM clusters',
    );
    this.clusters = new Map(
      rows.map((row) => {
        if (row.sealed_url === null)
          return [row.id, { pooled: this.config.url, direct: this.config.directUrl }];
        const url = this.box.open(row.sealed_url, `cluster:${row.id}`);
        return [row.id, { pooled: url, direct: url }];
      }),
    );
  }

  has(cluster: string): boolean {
    return this.clusters.has(cluster);
  }

  /** For requests; may go through a transaction pooler. */
  url(cluster: string, database: string): string {
    return withDatabase(this.find(cluster).pooled, database);
  }

  /** For CREATE DATABASE and migrations. */
  directUrl(cluster: string, database: string): string {
    return withDatabase(this.find(cluster).direct, database);
  }

  private find(cluster: string): ClusterUrls {
    const urls = this.clusters.get(cluster);
    if (urls === undefined)
      throw new UnavailableError('The database server of this tenant is not known here yet');
    return urls;
  }
}
