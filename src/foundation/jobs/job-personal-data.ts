import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type {
  ErasedBatch,
  ErasedSlice,
  PersonalDataStore,
} from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { Redaction } from '../../platform/privacy/redaction.js';
import type { ErasedNames } from './job-kind.js';
import { JobKinds } from './job-kinds.js';

const SLICE = 200;
const FAULTS = 500;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const PAGE = `SELECT id, kind, parameters, result, error_message AS "errorMessage" FROM jobs
  WHERE id > $1 ORDER BY id LIMIT ${SLICE}`;
/** One that is at work loses its lease, and begins anew with what there is now. Waits for the step that is being written. */
const RESTART = `UPDATE jobs SET checkpoint = NULL, lease_token = NULL, lease_until = NULL, progress_done = 0,
    counts = '{}', version = version + 1 WHERE id = $1 AND state IN ('queued', 'running')`;
const FILE_GONE = `UPDATE jobs SET result = (result - 'file') || '{"fileErased": true}', version = version + 1
  WHERE id = $1 AND result ? 'file'`;
const FILES = 'DELETE FROM job_files WHERE job_id = $1';
const REDACT = `UPDATE jobs SET parameters = $2, result = $3, error_message = $4, version = version + 1 WHERE id = $1`;
const FAULTS_OF = `UPDATE job_errors AS fault SET excerpt = NULL, message = '[erased]' FROM job_records AS record
  WHERE record.job_id = ANY ($1::uuid[]) AND record.record_id = ANY ($2::uuid[]) AND fault.job_id = record.job_id
    AND fault.row_number = record.row_number AND fault.message <> '[erased]'`;
const RECORDS_OF = 'DELETE FROM job_records WHERE job_id = ANY ($1::uuid[]) AND record_id = ANY ($2::uuid[])';
const NAMING = `SELECT job_id AS "jobId", row_number::text AS "rowNumber", number, message, excerpt FROM job_errors
  WHERE job_id = ANY ($1::uuid[]) AND (job_id, row_number, number) > ($3, $4::bigint, $5)
    AND (message ILIKE ANY ($2) OR excerpt ILIKE ANY ($2))
  ORDER BY job_id, row_number, number LIMIT ${FAULTS}`;
const REDACT_FAULT =
  'UPDATE job_errors SET message = $4, excerpt = $5 WHERE job_id = $1 AND row_number = $2 AND number = $3';

type Facts = Readonly<Record<string, unknown>>;

interface StoredJob {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly kind: string;
  readonly parameters: Facts;
  readonly result: Facts | null;
  readonly errorMessage: string | null;
}

interface StoredFault {
  readonly [column: string]: unknown;
  readonly jobId: string;
  readonly rowNumber: string;
  readonly number: number;
  readonly message: string;
  readonly excerpt: string | null;
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

  async erase({ records, identifiers, after }: ErasedBatch): Promise<ErasedSlice> {
    const jobs = await this.database.query<StoredJob>({ text: PAGE, values: [after ?? NOBODY] });
    const [ids, jobIds] = [records.map(({ id }) => id), jobs.map(({ id }) => id)];
    const erased = { resources: new Set(records.map(({ resource }) => resource)), ids: new Set(ids) };
    const names = new Redaction(identifiers);
    const counts = { jobFiles: 0, jobs: 0, jobRows: 0 };
    for (const job of jobs) {
      counts.jobFiles += await this.dropFile(job, erased);
      counts.jobs += await this.redact(job, names);
    }
    counts.jobRows += await this.execute(FAULTS_OF, jobIds, ids);
    counts.jobRows += await this.execute(RECORDS_OF, jobIds, ids);
    if (!names.isEmpty) counts.jobRows += await this.redactFaults(jobIds, names);
    return { counts, next: jobs.length < SLICE ? null : (jobIds.at(-1) ?? null) };
  }

  /** A file is not looked into: each that may hold something of them goes whole. @returns how many there were */
  private async dropFile({ id, kind, parameters, result }: StoredJob, erased: ErasedNames): Promise<number> {
    if (this.kinds.find(kind)?.holds?.({ parameters, result }, erased) !== true) return 0;
    await this.execute(RESTART, id);
    const parts = await this.execute(FILES, id);
    await this.execute(FILE_GONE, id);
    return parts > 0 ? 1 : 0;
  }

  /** What was asked for may name the person: a filter by their address. */
  private async redact(
    { id, parameters, result, errorMessage }: StoredJob,
    names: Redaction,
  ): Promise<number> {
    const shown = {
      parameters: names.of(parameters),
      result: names.of(result),
      error: names.of(errorMessage),
    };
    if (shown.parameters === parameters && shown.result === result && shown.error === errorMessage) return 0;
    const values = [shown.parameters, shown.result].map((one) => (one === null ? null : JSON.stringify(one)));
    return this.execute(REDACT, id, ...values, shown.error);
  }

  private async redactFaults(jobIds: readonly string[], names: Redaction): Promise<number> {
    let redacted = 0;
    for (let place: readonly unknown[] | undefined = [NOBODY, '0', 0]; place !== undefined;) {
      const values = [jobIds, names.patterns, ...place];
      const faults: StoredFault[] = await this.database.query<StoredFault>({ text: NAMING, values });
      for (const { jobId, rowNumber, number, message, excerpt } of faults) {
        const shown = [names.of(message), names.of(excerpt)];
        redacted += await this.execute(REDACT_FAULT, jobId, rowNumber, number, ...shown);
      }
      const last = faults.at(-1);
      place =
        last === undefined || faults.length < FAULTS ? undefined : [last.jobId, last.rowNumber, last.number];
    }
    return redacted;
  }

  private execute(text: string, ...values: unknown[]): Promise<number> {
    return this.database.execute({ text, values });
  }
}
