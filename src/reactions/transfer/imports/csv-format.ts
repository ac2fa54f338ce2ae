import { CsvError, parse } from 'csv-parse/sync';
import type { FoundRow, RowFormat } from './row-format.js';

const LINE_ENDS = ['\r\n', '\n', '\r'];
const QUOTE_IN_TEXT: ReadonlySet<string> = new Set(['INVALID_OPENING_QUOTE']);

/** RFC 4180 with any separator and line end. After a row that is broken it goes on at the next line. */
export class CsvFormat implements RowFormat {
  /** @param delimiter one character */
  constructor(private readonly delimiter: string) {}

  find(bytes: Buffer, limit: number, isEnd: boolean): FoundRow[] {
    const rows: FoundRow[] = [];
    const error = this.parse(bytes, limit, false, rows);
    if (error !== undefined) {
      // What could be read comes first; it is asked again for the rest.
      if (rows.length > 0) return rows;
      // The quote may be closed further on.
      if (error === 'CSV_QUOTE_NOT_CLOSED' && !isEnd) return [];
      const end = lineEnd(bytes, isEnd);
      return end === undefined ? [] : [this.broken(bytes.subarray(0, end), error)];
    }
    // The last row may go on after the end, and so may the end of its line.
    if (!isEnd && (rows.length < limit || rows.at(-1)?.end === bytes.length)) rows.pop();
    return rows;
  }

  /** People write `12" pipe` without quoting it. Anything else that is wrong with quotes is not guessed at. */
  private broken(line: Buffer, code: string): FoundRow {
    const rows: FoundRow[] = [];
    if (QUOTE_IN_TEXT.has(code)) this.parse(line, 2, true, rows);
    const [row, second] = rows;
    if (row !== undefined && second === undefined) return row;
    return { start: 0, end: line.length, fault: 'has quotes that do not match' };
  }

  /** @returns what ended it before the end */
  private parse(bytes: Buffer, limit: number, relaxed: boolean, rows: FoundRow[]): string | undefined {
    let start = 0;
    try {
      parse(bytes, {
        delimiter: this.delimiter,
        record_delimiter: LINE_ENDS,
        relax_column_count: true,
        relax_quotes: relaxed,
        to: limit,
        on_record: (cells, { bytes: end }) => {
          rows.push({ start, end, cells });
          start = end;
          return null;
        },
      });
      return undefined;
    } catch (error) {
      if (error instanceof CsvError) return error.code;
      throw error;
    }
  }
}

/** Behind the first line; undefined while it may go on. */
function lineEnd(bytes: Buffer, isEnd: boolean): number | undefined {
  const [feed, carriage] = [bytes.indexOf('\n'), bytes.indexOf('\r')];
  const first = Math.min(...[feed, carriage].filter((place) => place >= 0));
  if (!Number.isFinite(first)) return isEnd ? bytes.length : undefined;
  // A line feed may follow.
  if (first === bytes.length - 1 && first === carriage && !isEnd) return undefined;
  return first === carriage && feed === carriage + 1 ? feed + 1 : first + 1;
}
