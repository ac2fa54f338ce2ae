import { badFilter } from '../../../platform/resource/lists/list-filters.js';

export const EXPORT_FORMATS = ['csv', 'xlsx', 'ndjson'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** @throws {BadRequestError} 400 */
export function readFormat(format: unknown = 'csv'): ExportFormat {
  const known = EXPORT_FORMATS.find((one) => one === format);
  if (known === undefined) throw badFilter('format', `must be one of ${EXPORT_FORMATS.join(', ')}`);
  return known;
}
