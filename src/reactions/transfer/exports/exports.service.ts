import { Injectable, type StreamableFile } from '@nestjs/common';
import { type JobDto, JobsService } from '../../../foundation/jobs/index.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { fileStream } from '../../../platform/http/file-stream.js';
import type { ExportColumn } from './export-columns.js';
import { CONTENT_TYPES } from './export-format.js';
import { EXPORT_KIND } from './export-job.kind.js';
import { ExportPlans } from './export-plans.js';
import { type ExportRequest, readExportBody, readExportQuery } from './export-request.js';
import { writerOf } from './export-writer.js';

/** The records of a list as a file: written while it is read, or by a job. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly plans: ExportPlans,
    private readonly jobs: JobsService,
    private readonly audit: AuditTrail,
  ) {}

  /** Refuses before the first byte what lists refuse. @throws {BadRequestError} 400 · {PermissionDeniedError} 403 */
  async open(path: string, query: Readonly<Record<string, unknown>>): Promise<StreamableFile> {
    const request = readExportQuery(query);
    const parts = this.parts(path, request, await this.plans.columns(path, request));
    // Reads the first records already: what is wrong with the request is known before the answer begins.
    const first = await parts.next();
    await this.tell(path, request);
    const { format } = request;
    return fileStream(withFirst(first, parts), { type: CONTENT_TYPES[format], name: `${path}.${format}` });
  }

  /** @throws {BadRequestError} 400 · {PermissionDeniedError} 403 */
  async start(path: string, body: unknown): Promise<JobDto> {
    const request = readExportBody(body);
    await this.plans.slice(path, request);
    const job = await this.jobs.start(EXPORT_KIND, { resource: path, ...request });
    await this.tell(path, request, job.id);
    return job;
  }

  private async *parts(
    path: string,
    request: ExportRequest,
    columns: readonly ExportColumn[],
  ): AsyncGenerator<Buffer, void> {
    const writer = writerOf(request, columns);
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await this.plans.slice(path, request, cursor);
      const bytes = await writer.write(items);
      if (bytes.length > 0) yield bytes;
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    const end = await writer.end();
    if (end.length > 0) yield end;
  }

  private tell(path: string, { format }: ExportRequest, jobId?: string): Promise<void> {
    const { name } = this.plans.resource(path).descriptor;
    const subject = { resource: name, id: null };
    return this.audit.record({ action: `${name}.exported`, subject, details: { format, jobId } });
  }
}

function withFirst(first: IteratorResult<Buffer, void>, rest: AsyncGenerator<Buffer, void>) {
  let isFirst = true;
  return {
    next: (): Promise<IteratorResult<Buffer, void>> => {
      if (!isFirst) return rest.next();
      isFirst = false;
      return Promise.resolve(first);
    },
    return: () => rest.return(),
  };
}
