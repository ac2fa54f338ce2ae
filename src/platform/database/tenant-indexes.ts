import { Injectable } from '@nestjs/common';
import { currentTenant } from '../context/request-context.js';
import { ADVISORY_LOCKS } from './advisory-locks.js';
import { ClusterDirectory } from './cluster-directory.js';
import { IndexSession } from './index-session.js';
import { withClient } from './postgres-client.js';

const OPTIONS = { applicationName: 'crm-indexes' };

/** Where indexes of the current tenant's database are made and dropped beside the migrations. */
@Injectable()
export class TenantIndexes {
  constructor(private readonly clusters: ClusterDirectory) {}

  /**
   * Runs work on a direct connection without a time limit. The server keeps building for a process that was killed, and
   * keeps its lock for as long: nobody else then drops the index under it.
   *
   * @returns false, without running the work, while another process is at it
   */
  exclusively(work: (session: IndexSession) => Promise<void>): Promise<boolean> {
    const { cluster, database } = currentTenant();
    return withClient(this.clusters.directUrl(cluster, database), OPTIONS, async (client) => {
      const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
        ADVISORY_LOCKS.indexes,
      ]);
      if (rows[0]?.taken !== true) return false;
      await work(new IndexSession(client));
      return true;
    });
  }
}
