import { gunzipSync, gzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';

/** Bytes of a part before it is compressed, at most. */
const PART_BYTES = 1_000_000;

const INSERT = `INSERT INTO job_files (job_id, part, is_compressed, bytes)
  SELECT $1, $2 + number - 1, $3, bytes FROM unnest($4::bytea[]) WITH ORDINALITY AS parts (bytes, number)`;

/** Files that jobs make, in bounded parts. */
@Injectable()
export class JobFiles {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * Adds to the file of a job; call it in the job's commit.
   *
   * @param part number of the first part, from 0
   * @param compress false for bytes that are compressed already
   */
  async append(jobId: string, part: number, bytes: Buffer, compress: boolean): Promise<void> {
    if (bytes.length === 0) return;
    const parts: Buffer[] = [];
    for (let start = 0; start < bytes.length; start += PART_BYTES) {
      const piece = bytes.subarray(start, start + PART_BYTES);
      parts.push(compress ? gzipSync(piece, { level: 5 }) : piece);
    }
    await this.database.execute({ text: INSERT, values: [jobId, part, compress, parts] });
  }

  /** How many parts so many bytes become. */
  partsOf({ length }: Buffer): number {
    return Math.ceil(length / PART_BYTES);
  }

  /** The bytes of a file, a part at a time. */
  async *read(jobId: string): AsyncGenerator<Buffer, void> {
    for (let part = 0; ; part += 1) {
      const [row] = await this.database.query<{ isCompressed: boolean; bytes: Buffer }>({
        name: 'job-files-part',
        text: 'SELECT is_compressed AS "isCompressed", bytes FROM job_files WHERE job_id = $1 AND part = $2',
        values: [jobId, part],
      });
      if (row === undefined) return;
      yield row.isCompressed ? gunzipSync(row.bytes) : row.bytes;
    }
  }
}
