import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../kernel/errors.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { ObjectLedger } from '../../platform/storage/object-ledger.js';
import { ObjectStorage } from '../../platform/storage/object-storage.js';
import type { ReceivedFile } from '../../platform/storage/received-file.js';

/** The file that a job reads, of which any process can read any part. */
export interface JobInput {
  /** In bytes. */
  readonly size: number;
  /** Bytes from a place on, as many as there are of those asked for. */
  read(start: number, length: number): Promise<Buffer>;
}

/** Files that jobs are given. They are kept until the job is done with them, and never longer than the job. */
@Injectable()
export class JobInputs {
  constructor(
    private readonly database: TenantDatabase,
    private readonly storage: ObjectStorage,
    private readonly ledger: ObjectLedger,
  ) {}

  /** In the transaction that starts the job. @throws {UnavailableError} 503 when the upload took too long */
  async hold(jobId: string, file: ReceivedFile): Promise<void> {
    await file.keep();
    await this.database.execute({
      text: 'INSERT INTO job_inputs (job_id, key, size) VALUES ($1, $2, $3)',
      values: [jobId, file.key, file.facts.size],
    });
  }

  /** @throws {NotFoundError} when the job has none any more */
  async open(jobId: string): Promise<JobInput> {
    const [row] = await this.database.query<{ key: string; size: number }>({
      text: 'SELECT key, size FROM job_inputs WHERE job_id = $1',
      values: [jobId],
      types: RECORD_TYPES,
    });
    if (row === undefined) throw new NotFoundError('File of the job');
    return this.of(row);
  }

  /** What was received and is not held yet. */
  received({ key, facts: { size } }: ReceivedFile): JobInput {
    return this.of({ key, size });
  }

  /** In a commit of the job, or in the transaction that removes it. */
  async release(jobIds: readonly string[]): Promise<void> {
    const rows = await this.database.query<{ key: string }>({
      text: 'DELETE FROM job_inputs WHERE job_id = ANY ($1) RETURNING key',
      values: [jobIds],
    });
    for (const { key } of rows) await this.ledger.release(key);
  }

  private of({ key, size }: { readonly key: string; readonly size: number }): JobInput {
    return { size, read: (start, length) => this.read(key, start, Math.min(start + length, size)) };
  }

  private async read(key: string, start: number, end: number): Promise<Buffer> {
    if (start >= end) return Buffer.alloc(0);
    const parts: Buffer[] = [];
    const stream = await this.storage.read(key, { first: start, last: end - 1 });
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }
}
