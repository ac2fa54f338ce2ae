import type { CsvCell } from '../../../platform/files/csv-lines.js';
import type { WorkbookCell } from '../../../platform/files/workbook.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';

/** A column of a table. Plain data, because a job goes on with the columns that it began with. */
export interface ExportColumn {
  /** `lastName`, `customFields.tier`. */
  readonly name: string;
  readonly form: 'plain' | 'date' | 'dateTime';
}

const CUSTOM = 'customFields.';
const BETWEEN = ';';

export function csvCells(columns: readonly ExportColumn[], record: RecordView): CsvCell[] {
  return columns.map(({ name }) => plain(valueOf(record, name)));
}

export function workbookCells(columns: readonly ExportColumn[], record: RecordView): WorkbookCell[] {
  return columns.map(({ name, form }) => {
    const value = plain(valueOf(record, name));
    if (form === 'plain' || typeof value !== 'string') return value;
    const at = Date.parse(value);
    return Number.isNaN(at) ? value : { at, form };
  });
}

function valueOf(record: RecordView, name: string): unknown {
  if (!name.startsWith(CUSTOM)) return record[name];
  const values = record['customFields'];
  return typeof values === 'object' && values !== null
    ? (Reflect.get(values, name.slice(CUSTOM.length)) as unknown)
    : null;
}

/** What a cell can hold: several texts side by side, and what has parts as JSON. */
function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const isSimple = Array.isArray(value) && value.every((one) => typeof one !== 'object');
  return isSimple ? value.join(BETWEEN) : JSON.stringify(value);
}
