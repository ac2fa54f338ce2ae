import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';

/** A record that a job has written, once or more often. */
export interface WrittenRecord {
  /** The first row that wrote it, from 1. */
  readonly rowNumber: number;
  readonly recordId: string;
  /** By its first row. */
  readonly outcome: 'created' | 'updated';
  /** That the first row made. */
  readonly firstVersion: number;
  /** That the last row made. */
  readonly lastVersion: number;
}

const PAGE = `SELECT first.row_number AS "rowNumber", first.record_id AS "recordId", first.outcome,
    first.version AS "firstVersion", (SELECT max(version) FROM job_records AS last
      WHERE last.job_id = first.job_id AND last.record_id = first.record_id) AS "lastVersion"
  FROM job_records AS first
  WHERE first.job_id = $1 AND first.row_number < $2 AND NOT EXISTS (SELECT FROM job_records AS earlier
    WHERE earlier.job_id = first.job_id AND earlier.record_id = first.record_id
      AND earlier.row_number < first.row_number)
  ORDER BY first.row_number DESC LIMIT $3`;

/** What jobs have done to records, for undoing it. */
@Injectable()
export class JobRecords {
  constructor(private readonly database: TenantDatabase) {}

  /** Each record once, by the first row that wrote it, the last of these first. @param before a row number */
  async page(jobId: string, before: number, limit: number): Promise<WrittenRecord[]> {
    return this.database.query<WrittenRecord & Record<string, unknown>>({
      text: PAGE,
      values: [jobId, before, limit],
      types: RECORD_TYPES,
    });
  }

  /** Rows that wrote a record. */
  async count(jobId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>({
      text: 'SELECT count(*)::integer AS count FROM job_records WHERE job_id = $1',
      values: [jobId],
    });
    return row?.count ?? 0;
  }
}
