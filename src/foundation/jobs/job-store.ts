import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/identifiers.js';
import { JobsConfig } from '../../platform/config/jobs.config.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { COLLIDING_ATTEMPTS, TenantDatabase } from '../../platform/database/tenant-database.js';
import type { ClaimedJob } from './claimed-job.js';
import { LeaseLostError } from './job.errors.js';
import type { JobCommit, JobFacts, JobRowError, JobRowRecord } from './job-kind.js';
import type { JobState } from './job-states.js';

const CLAIM_LOCK = 725_190_351;
const UNFINISHED = `state IN ('queued', 'running', 'reverting')`;
const FREE = `(lease_until IS NULL OR lease_until < clock_timestamp())`;
const RUNNABLE = `${UNFINISHED} AND ${FREE} AND (run_after IS NULL OR run_after <= clock_timestamp())`;
const HELD = `(SELECT count(*) FROM jobs WHERE ${UNFINISHED} AND lease_until >= clock_timestamp())`;
const LEASE = `clock_timestamp() + $2 * interval '1 millisecond'`;

/** A lease that ran out instead of being given back is a process that died: that counts as a failure too. */
const CLAIM = `UPDATE jobs SET state = CASE state WHEN 'queued' THEN 'running' ELSE state END,
    failures = failures + CASE WHEN lease_token IS NULL THEN 0 ELSE 1 END, attempts = attempts + 1,
    lease_token = $1, lease_until = ${LEASE}, run_after = NULL, version = version + 1,
    started_at = coalesce(started_at, clock_timestamp())
  WHERE id = (SELECT id FROM jobs WHERE ${RUNNABLE} AND ${HELD} < $3
    ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, kind, state, trace_id AS "traceId", actor_kind AS "actorKind", actor_id AS "actorId",
    api_key_id AS "apiKeyId", (SELECT role FROM members WHERE members.id = jobs.actor_id AND active) AS role,
    parameters, checkpoint, progress_done AS done, progress_total AS total, counts, failures,
    cancel_requested_at IS NOT NULL AS "isCancelled"`;

const COMMIT = `UPDATE jobs SET lease_until = ${LEASE}, checkpoint = $4, progress_done = $5, progress_total = $6,
    counts = coalesce($7, counts), failures = 0, version = version + 1
  WHERE id = $1 AND lease_token = $3 RETURNING cancel_requested_at IS NOT NULL AS "isCancelled"`;

const COUNT = 'UPDATE jobs SET counts = $2 WHERE id = $1';

const HEARTBEAT = `UPDATE jobs SET lease_until = ${LEASE} WHERE id = $1 AND lease_token = $3
  RETURNING cancel_requested_at IS NOT NULL AS "isCancelled"`;

const RELEASE = `UPDATE jobs SET lease_token = NULL, lease_until = NULL, version = version + 1, failures = failures + $3,
    run_after = CASE WHEN $4 > 0 THEN clock_timestamp() + $4 * interval '1 millisecond' END
  WHERE id = $1 AND lease_token = $2`;

const FINISH = `UPDATE jobs SET state = $3, result = coalesce($4, result), error_code = $5, error_message = $6,
    lease_token = NULL, lease_until = NULL, checkpoint = NULL, version = version + 1, finished_at = clock_timestamp(),
    expires_at = clock_timestamp() + $7 * interval '1 day'
  WHERE id = $1 AND lease_token = $2`;

const ERRORS = `INSERT INTO job_errors (job_id, row_number, number, source_column, field, code, message, excerpt)
  SELECT $1, e.row_number, row_number() OVER (PARTITION BY e.row_number), left(e."column", 200), left(e.field, 200),
    left(e.code, 100), left(e.message, 500), left(e.excerpt, 1000)
  FROM json_to_recordset($2)
    AS e (row_number bigint, "column" text, field text, code text, message text, excerpt text)
  ON CONFLICT DO NOTHING`;

const RECORDS = `INSERT INTO job_records (job_id, row_number, resource, record_id, outcome, version)
  SELECT $1, r.row_number, r.resource, r.record_id, r.outcome, r.version
  FROM json_to_recordset($2) AS r (row_number bigint, resource text, record_id uuid, outcome text, version integer)
  ON CONFLICT DO NOTHING`;

/** What a look at a tenant's jobs finds; times by the database's clock. */
export interface JobsDue {
  readonly runnable: readonly string[];
  /** Milliseconds until a lease, a wait or a retention is over; undefined when there is none. */
  readonly nextMilliseconds: number | undefined;
}

export interface CommittedStep {
  readonly isCancelled: boolean;
  /** Undefined when they are as they were. */
  readonly counts: Readonly<Record<string, number>> | undefined;
}

interface StepRows {
  readonly errors?: readonly JobRowError[];
  readonly records?: readonly JobRowRecord[];
}

export interface JobEnd {
  readonly state: JobState;
  readonly result?: JobFacts | null;
  readonly error?: { readonly code: string; readonly message: string };
}

/** The rows of jobs that run: every write but the first compares the lease. */
@Injectable()
export class JobStore {
  constructor(
    private readonly database: TenantDatabase,
    private readonly config: JobsConfig,
  ) {}

  /** The next job that may run, unless the tenant has as many as it may. */
  claim(): Promise<ClaimedJob | undefined> {
    const token = newId();
    const { leaseMilliseconds, perTenant } = this.config;
    return this.database.transaction(async () => {
      // Two that claim at once would both count the same jobs as held.
      await this.database.query({ text: `SELECT pg_advisory_xact_lock(${CLAIM_LOCK})` });
      const values = [token, leaseMilliseconds, perTenant];
      const [job] = await this.database.query<Omit<ClaimedJob, 'token'> & Record<string, unknown>>({
        name: 'jobs-claim',
        text: CLAIM,
        values,
        types: RECORD_TYPES,
      });
      return job && { ...job, token };
    });
  }

  /** Of who asked, now; null when they are no active member. */
  async roleOf({ actorId }: Pick<ClaimedJob, 'actorId'>): Promise<string | null> {
    const [member] = await this.database.query<{ role: string }>({
      name: 'jobs-role',
      text: 'SELECT role FROM members WHERE id = $1 AND active',
      values: [actorId],
    });
    return member?.role ?? null;
  }

  /** @returns whether cancelling was asked for, and the counts after the step @throws {LeaseLostError} */
  commit({ id, token }: Pick<ClaimedJob, 'id' | 'token'>, step: JobCommit): Promise<CommittedStep> {
    const { checkpoint, progress, counts } = step;
    return this.database.transaction(async () => {
      const { leaseMilliseconds } = this.config;
      const facts = [
        JSON.stringify(checkpoint),
        progress.done,
        progress.total,
        counts && JSON.stringify(counts),
      ];
      const [row] = await this.database.query<{ isCancelled: boolean }>({
        name: 'jobs-commit',
        text: COMMIT,
        values: [id, leaseMilliseconds, token, ...facts],
      });
      if (row === undefined) throw new LeaseLostError(id);
      await step.work?.();
      const outcome = (await step.report?.()) ?? {};
      if (outcome.counts !== undefined)
        await this.database.execute({ text: COUNT, values: [id, JSON.stringify(outcome.counts)] });
      await this.note(id, { ...step, ...outcome });
      return { isCancelled: row.isCancelled, counts: outcome.counts ?? counts };
    }, COLLIDING_ATTEMPTS);
  }

  /** @returns whether cancelling was asked for @throws {LeaseLostError} */
  async heartbeat({ id, token }: Pick<ClaimedJob, 'id' | 'token'>): Promise<boolean> {
    const values = [id, this.config.leaseMilliseconds, token];
    const [row] = await this.database.query<{ isCancelled: boolean }>({ text: HEARTBEAT, values });
    if (row === undefined) throw new LeaseLostError(id);
    return row.isCancelled;
  }

  /** Gives the lease back. @param after milliseconds until it may run again */
  async release(
    { id, token }: ClaimedJob,
    { failed = false, after = 0 }: { readonly failed?: boolean; readonly after?: number } = {},
  ): Promise<void> {
    await this.database.execute({ text: RELEASE, values: [id, token, failed ? 1 : 0, after] });
  }

  async finish({ id, token }: ClaimedJob, { state, result, error }: JobEnd): Promise<void> {
    const facts = result === undefined || result === null ? null : JSON.stringify(result);
    await this.database.execute({
      text: FINISH,
      values: [id, token, state, facts, error?.code, error?.message, this.config.retentionDays],
    });
  }

  async look(): Promise<JobsDue> {
    const runnable = await this.database.query<{ id: string }>({
      name: 'jobs-runnable',
      text: `SELECT id FROM jobs WHERE ${RUNNABLE} AND ${HELD} < $1 ORDER BY created_at, id LIMIT $1`,
      values: [this.config.perTenant],
    });
    const [next] = await this.database.query<{ milliseconds: number | null }>({
      name: 'jobs-next',
      text: `SELECT (extract(epoch FROM min(at) - clock_timestamp()) * 1000)::float8 AS milliseconds FROM (
          SELECT coalesce(greatest(lease_until, run_after), clock_timestamp()) AS at FROM jobs WHERE ${UNFINISHED}
          UNION ALL SELECT min(expires_at) FROM jobs WHERE expires_at IS NOT NULL) AS times`,
    });
    return {
      runnable: runnable.map(({ id }) => id),
      nextMilliseconds: next?.milliseconds ?? undefined,
    };
  }

  private async note(id: string, { errors = [], records = [] }: StepRows): Promise<void> {
    const errorRows = errors.map(({ rowNumber, ...rest }) => ({ row_number: rowNumber, ...rest }));
    await this.insert(ERRORS, id, errorRows);
    const recordRows = records.map(({ rowNumber, recordId, ...rest }) => {
      return { row_number: rowNumber, record_id: recordId, ...rest };
    });
    await this.insert(RECORDS, id, recordRows);
  }

  private async insert(text: string, id: string, rows: readonly Record<string, unknown>[]): Promise<void> {
    if (rows.length === 0) return;
    await this.database.execute({ text, values: [id, JSON.stringify(rows)] });
  }
}
