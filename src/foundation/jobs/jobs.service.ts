import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/identifiers.js';
import { JobsConfig } from '../../platform/config/jobs.config.js';
import { currentActor, currentContext } from '../../platform/context/request-context.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { JobDto } from './dto/job.dto.js';
import { JobFinishedError, NotRevertibleError } from './job.errors.js';
import type { JobFacts } from './job-kind.js';
import { JobKinds } from './job-kinds.js';
import { JobReads } from './job-reads.js';
import type { JobRow } from './job-row.js';
import { JOB_COLUMNS } from './job-view.js';
import { JobWake } from './job-wake.js';

const INSERT = `INSERT INTO jobs (id, kind, actor_kind, actor_id, api_key_id, trace_id, parameters)
  VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${JOB_COLUMNS}`;

/** One that waits is over at once; one that runs learns of it at its next step. */
const CANCEL = `UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
    version = version + 1, run_after = NULL,
    state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
    finished_at = CASE state WHEN 'queued' THEN clock_timestamp() END,
    expires_at = CASE state WHEN 'queued' THEN clock_timestamp() + $2 * interval '1 day' END
  WHERE id = $1 AND state IN ('queued', 'running') RETURNING ${JOB_COLUMNS}`;

const REVERT = `UPDATE jobs SET state = 'reverting', checkpoint = NULL, progress_done = 0, progress_total = NULL,
    failures = 0, finished_at = NULL, expires_at = NULL, run_after = NULL, version = version + 1
  WHERE id = $1 AND state IN ('completed', 'cancelled', 'failed') RETURNING ${JOB_COLUMNS}`;

/** What is done to jobs: asking for one, stopping it, undoing it. */
@Injectable()
export class JobsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly reads: JobReads,
    private readonly kinds: JobKinds,
    private readonly wake: JobWake,
    private readonly config: JobsConfig,
  ) {}

  /** Asks for a job in the caller's name; joins an open transaction. @param parameters shown to who may see the job */
  start(kind: string, parameters: JobFacts): Promise<JobDto> {
    if (this.kinds.find(kind) === undefined) throw new Error(`There is no job kind ${kind}`);
    const { kind: actorKind, id: actorId, apiKeyId = null } = currentActor();
    const id = newId();
    return this.database.transaction(async () => {
      await this.wake.announce(id);
      const facts = [actorKind, actorId, apiKeyId, currentContext().traceId, JSON.stringify(parameters)];
      const row = await this.change(INSERT, [id, kind, ...facts]);
      if (row === undefined) throw new Error('The job was not written');
      return this.reads.view(row);
    });
  }

  /** @throws {NotFoundError} 404 · {JobFinishedError} 409 · {PermissionDeniedError} 403 */
  async cancel(id: string): Promise<JobDto> {
    await this.reads.requireChangeable(id);
    return this.database.transaction(async () => {
      await this.wake.announce(id);
      const row = await this.change(CANCEL, [id, this.config.retentionDays]);
      if (row === undefined) throw new JobFinishedError((await this.reads.require(id)).state);
      return this.reads.view(row);
    });
  }

  /** @throws {NotFoundError} 404 · {NotRevertibleError} 409 · {PermissionDeniedError} 403 */
  async revert(id: string): Promise<JobDto> {
    const { kind } = await this.reads.requireChangeable(id);
    if (this.kinds.find(kind)?.revert === undefined) {
      throw new NotRevertibleError(`A job of the kind ${kind} cannot be undone`);
    }
    return this.database.transaction(async () => {
      await this.wake.announce(id);
      const row = await this.change(REVERT, [id]);
      if (row !== undefined) return this.reads.view(row);
      const { state } = await this.reads.require(id);
      throw new NotRevertibleError(
        `The job is ${state}: only what is completed, cancelled or failed can be undone`,
      );
    });
  }

  private async change(text: string, values: unknown[]): Promise<JobRow | undefined> {
    const [row] = await this.database.query<JobRow>({ text, values, types: RECORD_TYPES });
    return row;
  }
}
