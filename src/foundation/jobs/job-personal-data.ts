import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type {
  ErasedBatch,
  ErasedSlice,
  PersonalDataStore,
} from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { Redaction } from '../../platform/privacy/redaction.js';
import { JobKinds } from './job-kinds.js';

const SLICE = 200;
const PAGE = `SELECT id, kind, state, parameters, result, checkpoint, error_message AS "errorMessage" FROM jobs
  WHERE id > $1 ORDER BY id LIMIT ${SLICE}`;
/** One that is at work loses its lease, and begins anew with what there is now. */
const RESTART = `UPDATE jobs SET checkpoint = NULL, lease_token = NULL, lease_until = NULL, progress_done = 0,
    counts = '{}', version = version + 1 WHERE id = $1 AND state IN ('queued', 'running')`;
const WITHOUT_FILE = `UPDATE jobs SET result = result - 'file', version = version + 1 WHERE id = $1`;
const REDACT = `UPDATE jobs SET parameters = $2, result = $3, error_message = $4, version = version + 1 WHERE id = $1`;
const FILES = 'DELETE FROM job_files WHERE job_id = $1';
const ERRORS = `SELECT number, row_number AS "rowNumber", message, excerpt FROM job_errors WHERE job_id = $1
  AND (message ILIKE ANY ($2) OR excerpt ILIKE ANY ($2)) LIMIT 1000`;
const REDACT_ERROR =
  'UPDATE job_errors SET message = $4, excerpt = $5 WHERE job_id = $1 AND row_number = $2 AND number = $3';
const ERRORS_OF = `UPDATE job_errors AS error SET excerpt = NULL, message = '[erased]' FROM job_records AS record
  WHERE record.job_id = error.job_id AND record.row_number = error.row_number AND error.job_id = $1
    AND record.record_id = ANY ($2::uuid[]) AND error.message <> '[erased]'`;
const RECORDS_OF = 'DELETE FROM job_records WHERE job_id = $1 AND record_id = ANY ($2::uuid[])';

interface StoredJob {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly checkpoint: Readonly<Record<string, unknown>> | null;
  readonly errorMessage: string | null;
}

/** Jobs: files that they made, faults of their rows, what was asked for, and what they did to which record. */
@Injectable()
export class JobPersonalData implements PersonalDataStore {
  readonly name = 'jobs';
  readonly tables = ['jobs', 'job_files', 'job_errors', 'job_records'];
  readonly asks = 'all';

  constructor(
    private readonly database: TenantDatabase,
    private readonly kinds: JobKinds,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase(batch: ErasedBatch): Promise<ErasedSlice> {
    const start = batch.after ?? '00000000-0000-0000-0000-000000000000';
    const jobs = await this.database.query<StoredJob>({ text: PAGE, values: [start] });
    const ids = batch.records.map(({ id }) => id);
    const erased = { resources: new Set(batch.records.map(({ resource }) => resource)), ids: new Set(ids) };
    const names = new Redaction(batch.identifiers);
    const counts = { jobFiles: 0, jobRows: 0 };
    for (const job of jobs) {
      if (this.kinds.find(job.kind)?.holds?.(job.parameters, erased) === true) {
        if (await this.dropFiles(job)) counts.jobFiles += 1;
      }
      await this.redact(job, names);
      counts.jobRows += await this.dropRows(job.id, ids, batch.identifiers);
    }
    const last = jobs.at(-1);
    return { counts, next: last === undefined || jobs.length < SLICE ? null : last.id };
  }

  /** A file is not looked into: each that may hold the person goes. @returns whether there was one */
  private async dropFiles({ id, state, result }: StoredJob): Promise<boolean> {
    const dropped = await this.execute(FILES, id);
    await this.execute(RESTART, id);
    if (state !== 'queued' && state !== 'running' && result?.['file'] !== undefined)
      await this.execute(WITHOUT_FILE, id);
    return dropped > 0;
  }

  /** What was asked for may name the person: a filter by their address. */
  private async redact({ id, parameters, result, errorMessage }: StoredJob, names: Redaction): Promise<void> {
    const after = {
      parameters: names.of(parameters),
      result: names.of(result),
      error: names.of(errorMessage),
    };
    if (after.parameters === parameters && after.result === result && after.error === errorMessage) return;
    const { file: _file, ...rest } = after.result ?? {};
    const shown = after.result === null ? null : JSON.stringify(rest);
    await this.execute(REDACT, id, JSON.stringify(after.parameters), shown, after.error);
    await this.execute(FILES, id);
  }

  private async dropRows(
    jobId: string,
    ids: readonly string[],
    identifiers: readonly string[],
  ): Promise<number> {
    const emptied = await this.execute(ERRORS_OF, jobId, ids);
    await this.execute(RECORDS_OF, jobId, ids);
    const names = new Redaction(identifiers);
    if (names.isEmpty) return emptied;
    const patterns = identifiers.map((text) => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`);
    const errors = await this.database.query<
      Record<string, unknown> & { message: string; excerpt: string | null }
    >({ text: ERRORS, values: [jobId, patterns] });
    for (const { rowNumber, number, message, excerpt } of errors)
      await this.execute(REDACT_ERROR, jobId, rowNumber, number, names.of(message), names.of(excerpt));
    return emptied + errors.length;
  }

  private execute(text: string, ...values: unknown[]): Promise<number> {
    return this.database.execute({ text, values });
  }
}
