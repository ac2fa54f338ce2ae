import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { currentContext, type RequestContext, runInContext } from '../../platform/context/request-context.js';
import { badFilter } from '../../platform/resource/list-filters.js';
import type { ListQuery } from '../../platform/resource/list-query.js';
import { AuditLedgers } from './audit-ledgers.js';
import { type AuditQuery, readExportQuery } from './audit-query.js';
import { readSlice } from './audit-slice.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-format.js';
import { EntryView } from './entry-view.js';

/** Entries that are held in memory at once. */
const BATCH = 500;

/** The whole log, or what filters leave of it, as a file that is written while it is read. */
@Injectable()
export class AuditExportService {
  constructor(
    private readonly ledgers: AuditLedgers,
    private readonly entries: EntryView,
    private readonly audit: AuditTrail,
  ) {}

  /** Tells of itself before the first line. @throws {BadRequestError} 400 for what is no parameter */
  async open({ format = 'ndjson', ...query }: ListQuery): Promise<StreamableFile> {
    const known = EXPORT_FORMATS.find(({ name }) => name === format);
    if (known === undefined) {
      throw badFilter('format', `must be one of ${EXPORT_FORMATS.map(({ name }) => name).join(', ')}`);
    }
    const request = readExportQuery(query);
    await this.audit.record({
      action: 'audit-log.exported',
      details: { format: known.name, filters: request.conditions.map(({ field }) => field) },
    });
    const stopped = new AbortController();
    const lines = this.batches(request, known, stopped.signal, currentContext());
    // Read on demand: a client that reads slowly slows the queries, and one that hangs up ends them.
    const stream = Readable.from(lines, { objectMode: false });
    stream.once('close', () => stopped.abort());
    return new StreamableFile(stream, {
      type: known.type,
      disposition: `attachment; filename="audit-logs.${known.name}"`,
    });
  }

  /** The stream asks for its next part outside of any request, so each one is read in the context of this one. */
  private async *batches(
    { conditions }: AuditQuery,
    format: ExportFormat,
    stopped: AbortSignal,
    context: RequestContext,
  ): AsyncGenerator<string> {
    let before: string | undefined;
    let isFirst = true;
    do {
      const slice = await runInContext(context, async () => {
        const request = { conditions, before, limit: BATCH };
        const { rows, next } = await readSlice(this.ledgers.ofTenant(conditions), request);
        return { entries: rows.map((row) => this.entries.view(row)), next };
      });
      const text = format.write(slice.entries, isFirst);
      if (text !== '') yield text;
      isFirst = false;
      before = slice.next;
    } while (before !== undefined && !stopped.aborted);
  }
}
