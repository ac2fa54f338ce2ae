import { BYTE_ORDER_MARK, csvLine } from '../../../platform/files/csv-lines.js';
import { Workbook, type WorkbookState } from '../../../platform/files/workbook.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { csvCells, type ExportColumn, workbookCells } from './export-columns.js';
import type { ExportFormat } from './export-format.js';

/** Where a writer is in its file: plain data, with which another process goes on. */
export type WriterState = { readonly begun: true; readonly workbook?: WorkbookState } | null;

/** Turns records into the bytes of a file. */
export interface ExportWriter {
  readonly state: WriterState;
  /** The first call begins the file, also without records. */
  write(records: readonly RecordView[]): Promise<Buffer>;
  end(): Promise<Buffer>;
}

interface WriterOptions {
  readonly format: ExportFormat;
  readonly byteOrderMark: boolean;
}

/** @param state of the writer that began the file; null for a new one */
export function writerOf(
  { format, byteOrderMark }: WriterOptions,
  columns: readonly ExportColumn[],
  state: WriterState = null,
): ExportWriter {
  const names = columns.map(({ name }) => name);
  switch (format) {
    case 'csv': {
      const head = `${byteOrderMark ? BYTE_ORDER_MARK : ''}${csvLine(names)}`;
      return textWriter(head, (record) => csvLine(csvCells(columns, record)), state);
    }
    case 'ndjson':
      return textWriter('', (record) => `${JSON.stringify(record)}\n`, state);
    case 'xlsx':
      return workbookWriter(names, columns, state);
  }
}

function textWriter(head: string, line: (record: RecordView) => string, state: WriterState): ExportWriter {
  let hasBegun = state !== null;
  return {
    get state(): WriterState {
      return hasBegun ? { begun: true } : null;
    },
    write: (records) => {
      const text = (hasBegun ? '' : head) + records.map(line).join('');
      hasBegun = true;
      return Promise.resolve(Buffer.from(text));
    },
    end: () => Promise.resolve(Buffer.alloc(0)),
  };
}

function workbookWriter(
  names: readonly string[],
  columns: readonly ExportColumn[],
  state: WriterState,
): ExportWriter {
  const workbook = new Workbook(names, state?.workbook);
  return {
    get state(): WriterState {
      return { begun: true, workbook: workbook.state };
    },
    write: (records) => workbook.write(records.map((record) => workbookCells(columns, record))),
    end: () => workbook.end(),
  };
}
