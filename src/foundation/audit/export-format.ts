import { stringify } from 'csv-stringify/sync';
import type { AuditEntryDto } from './dto/audit-entry.dto.js';

export interface ExportFormat {
  readonly name: 'ndjson' | 'csv';
  readonly type: string;
  /** A part of the file; the first one begins it. */
  write(entries: readonly AuditEntryDto[], isFirst: boolean): string;
}

const COLUMNS = [
  'id',
  'occurredAt',
  'action',
  'outcome',
  'actorKind',
  'actorId',
  'actorName',
  'sessionId',
  'apiKeyId',
  'address',
  'requestId',
  'resource',
  'recordId',
  'changes',
  'details',
];

function cellsOf({ actor, changes, details, ...entry }: AuditEntryDto) {
  return {
    ...entry,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    changes: changes === null ? null : JSON.stringify(changes),
    details: JSON.stringify(details),
  };
}

/** What a spreadsheet would run as a formula is given as text. */
function toCsv(entries: readonly AuditEntryDto[], isFirst: boolean): string {
  return stringify(entries.map(cellsOf), {
    columns: COLUMNS,
    header: isFirst,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    name: 'ndjson',
    type: 'application/x-ndjson; charset=utf-8',
    write: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  },
  { name: 'csv', type: 'text/csv; charset=utf-8', write: toCsv },
];
