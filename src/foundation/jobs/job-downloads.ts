import { Injectable, type StreamableFile } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { csvLine } from '../../platform/files/csv-lines.js';
import { fileStream } from '../../platform/http/file-stream.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import { NoResultError } from './job.errors.js';
import { JobFiles } from './job-files.js';
import type { JobRowError } from './job-kind.js';
import { JobKinds } from './job-kinds.js';
import { JobReads } from './job-reads.js';

const BATCH = 1_000;
const COLUMNS = ['rowNumber', 'column', 'field', 'code', 'message', 'excerpt'] as const;
const PAGE = `SELECT row_number AS "rowNumber", number, source_column AS "column", field, code, message,
    excerpt FROM job_errors
  WHERE job_id = $1 AND (row_number, number) > ($2, $3) ORDER BY row_number, number LIMIT ${BATCH}`;

const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    head: csvLine(COLUMNS),
    line: (error: JobRowError) => csvLine(COLUMNS.map((column) => error[column])),
  },
  ndjson: {
    type: 'application/x-ndjson; charset=utf-8',
    head: '',
    line: (error: JobRowError) => `${JSON.stringify(error)}\n`,
  },
} as const;

type Format = (typeof FORMATS)[keyof typeof FORMATS];
type ErrorRow = JobRowError & Record<string, unknown> & { readonly number: number };

/** A file of a finished job, as its result names it. */
export interface ResultFile {
  readonly name: string;
  readonly type: string;
}

/** What can be downloaded of a job: the faults of its rows, and the file that it made. */
@Injectable()
export class JobDownloads {
  constructor(
    private readonly reads: JobReads,
    private readonly kinds: JobKinds,
    private readonly files: JobFiles,
    private readonly database: TenantDatabase,
  ) {}

  /** @throws {NotFoundError} 404 · {BadRequestError} 400 */
  async errors(id: string, query: Readonly<Record<string, unknown>>): Promise<StreamableFile> {
    const { format = 'csv' } = query;
    if (format !== 'csv' && format !== 'ndjson') throw badFilter('format', 'must be csv or ndjson');
    await this.reads.require(id);
    const { type } = FORMATS[format];
    return fileStream(this.errorLines(id, FORMATS[format]), { type, name: `job-errors.${format}` });
  }

  /** @throws {NotFoundError} 404, for everybody but who asked for the job · {NoResultError} 404 · {PermissionDeniedError} 403 */
  async result(id: string): Promise<StreamableFile> {
    const job = await this.reads.requireOwn(id);
    const result = job.result ?? {};
    const file = result['file'] as ResultFile | undefined;
    if (job.state !== 'completed' || file === undefined) throw new NoResultError(job.state);
    await this.kinds.find(job.kind)?.checkReader?.(job.parameters, result);
    return fileStream(this.files.read(id), file);
  }

  private async *errorLines(id: string, { head, line }: Format): AsyncGenerator<string, void> {
    if (head !== '') yield head;
    let last: Pick<ErrorRow, 'rowNumber' | 'number'> | undefined = { rowNumber: 0, number: 0 };
    while (last !== undefined) {
      const values: unknown[] = [id, last.rowNumber, last.number];
      const rows: ErrorRow[] = await this.database.query<ErrorRow>({
        text: PAGE,
        values,
        types: RECORD_TYPES,
      });
      if (rows.length > 0) yield rows.map(({ number: _number, ...error }) => line(error)).join('');
      last = rows.length === BATCH ? rows.at(-1) : undefined;
    }
  }
}
