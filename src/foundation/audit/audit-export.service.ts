import { Injectable, type StreamableFile } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { fileStream } from '../../platform/http/file-stream.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { AuditLedgers } from './audit-ledgers.js';
import { type AuditQuery, readExportQuery } from './audit-query.js';
import { readSlice, type Slice } from './audit-slice.js';
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
    return fileStream(this.batches(request, known), { type: known.type, name: `audit-logs.${known.name}` });
  }

  private async *batches({ conditions }: AuditQuery, format: ExportFormat): AsyncGenerator<string, void> {
    let before: string | undefined;
    let isFirst = true;
    do {
      const request = { conditions, before, limit: BATCH };
      const { rows, next }: Slice = await readSlice(this.ledgers.ofTenant(conditions), request);
      const text = format.write(
        rows.map((row) => this.entries.view(row)),
        isFirst,
      );
      if (text !== '') yield text;
      isFirst = false;
      before = next;
    } while (before !== undefined);
  }
}
