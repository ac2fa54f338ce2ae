import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type JobFacts, type JobKind, JobKinds, type JobRun } from '../../../src/foundation/jobs/index.js';
import { ValidationError } from '../../../src/kernel/errors.js';
import { TenantDatabase } from '../../../src/platform/database/tenant-database.js';

const INSERT =
  'INSERT INTO sample_rows (job_id, number) SELECT $1, n FROM generate_series($2::int, $3::int) AS n';

/** What tests do in the tenant's database before they start such a job: no key, so that a row written twice shows. */
export const SAMPLE_TABLE =
  'CREATE TABLE IF NOT EXISTS sample_rows (job_id uuid NOT NULL, number integer NOT NULL)';

/** Writes the numbers from 1 to `rows`, `size` of them a step, and undoes it. */
@Injectable()
export class SampleJobs implements JobKind {
  readonly name = 'sample';
  /** Steps that are still to fail, of jobs with `fails`. */
  failing = 0;

  constructor(
    private readonly database: TenantDatabase,
    kinds: JobKinds,
  ) {
    kinds.add(this);
  }

  async run(job: JobRun): Promise<JobFacts | null> {
    const { rows = 0, size = 1, pause = 0, refuse } = job.parameters as Record<string, number>;
    if (refuse !== undefined) throw new ValidationError([{ field: 'rows', message: 'must not be' }]);
    for (let done = job.progress.done; done < rows;) {
      if (this.failing > 0) {
        this.failing -= 1;
        throw new Error('secret inner text');
      }
      await sleep(pause, undefined, { signal: job.signal });
      const last = Math.min(rows, done + size);
      const first = done + 1;
      const verdict = await job.commit({
        checkpoint: { last },
        progress: { done: last, total: rows },
        counts: { written: last },
        errors: [{ rowNumber: last, field: 'a', code: 'SAMPLE', message: '=1+1', excerpt: 'x,y' }],
        work: async () => {
          await this.database.execute({ text: INSERT, values: [job.id, first, last] });
        },
      });
      if (verdict === 'stop') return null;
      done = last;
    }
    return { written: rows };
  }

  async revert(job: JobRun): Promise<JobFacts | null> {
    const text = 'DELETE FROM sample_rows WHERE job_id = $1';
    const work = async () => {
      await this.database.execute({ text, values: [job.id] });
    };
    await job.commit({ checkpoint: {}, progress: { done: 1, total: 1 }, work });
    return { reverted: true };
  }
}
