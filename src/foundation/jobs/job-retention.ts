import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { JobInputs } from './job-inputs.js';

const JOBS = 20;
/** Parts of files are up to 1 MiB each, other rows are small. */
const SLICES = { job_files: 100, job_errors: 5_000, job_records: 5_000 } as const;

const EXPIRED = `SELECT id FROM jobs WHERE expires_at <= clock_timestamp() ORDER BY expires_at, id LIMIT ${JOBS}`;

/** Removes jobs when their time is over, and before them, little by little, what belongs to them. */
@Injectable()
export class JobRetention {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inputs: JobInputs,
  ) {}

  /** One slice of each table. What is left is found by the next look. */
  async purge(): Promise<void> {
    const expired = await this.database.query<{ id: string }>({ text: EXPIRED });
    if (expired.length === 0) return;
    await this.database.transaction(() => this.inputs.release(expired.map(({ id }) => id)));
    let isWhole = true;
    for (const [table, limit] of Object.entries(SLICES)) {
      const removed = await this.database.execute({
        text: `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM ${table} WHERE job_id IN (${EXPIRED}) LIMIT ${limit}))`,
      });
      isWhole &&= removed < limit;
    }
    if (!isWhole) return;
    await this.database.execute({
      text: `DELETE FROM jobs WHERE id IN (${EXPIRED}) AND state NOT IN ('queued', 'running', 'reverting')
        AND NOT EXISTS (SELECT FROM job_inputs WHERE job_id = jobs.id)`,
    });
  }
}
