import { isAscii } from 'node:buffer';
import { ValidationError } from '../../../kernel/errors.js';
import { CsvFormat } from './csv-format.js';
import { type DelimiterName, DELIMITERS, guessDelimiter } from './delimiters.js';
import type { ImportOptions } from './import-options.js';
import type { ImportPlan } from './import-plan.js';
import { NdjsonFormat } from './ndjson-format.js';
import type { ImportFormat, RowFormat } from './row-format.js';
import { type Encoding, EncodingGuess, markOf, toUtf8 } from './text-encoding.js';

/** What kind of text a table is. */
export type TableForm = Pick<ImportPlan, 'format' | 'encoding' | 'isEncodingOpen' | 'delimiter' | 'start'>;

const NDJSON_NAME = /\.(?:ndjson|jsonl)$/i;
const CSV_NAME = /\.(?:csv|tsv|txt)$/i;
/** By which Excel is told the separator, and tells it. */
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

/**
 * @param beginning the first bytes; half a row at their end does not matter
 * @param name of the file
 * @throws {ValidationError} 422 for a table that is not in the format that it is said to be in
 */
export function describeTable(
  beginning: Buffer,
  size: number,
  options: Pick<ImportOptions, 'format' | 'encoding' | 'delimiter'>,
  name: string,
): TableForm {
  const mark = markOf(beginning);
  const bytes = beginning.subarray(mark?.length ?? 0);
  const encoding = options.encoding ?? mark?.encoding ?? guessEncoding(bytes);
  const text = toUtf8(bytes, encoding);
  const format = formatOf(text, options.format, name);
  const isEncodingOpen = options.encoding === undefined && mark === undefined && isAscii(beginning);
  const common = { format, encoding, isEncodingOpen };
  const start = { offset: mark?.length ?? 0, row: 0 };
  if (format === 'ndjson') return { ...common, delimiter: null, start };
  const [line = '', sign] = SEPARATOR_LINE.exec(text.subarray(0, 10).toString()) ?? [];
  const told = Object.entries(DELIMITERS).find(([, one]) => one === sign)?.[0] as DelimiterName | undefined;
  const isEnd = beginning.length >= size;
  const delimiter = options.delimiter ?? told ?? guessDelimiter(text.subarray(line.length), isEnd);
  if (line === '') return { ...common, delimiter, start };
  const width = encoding.startsWith('utf-16') ? 2 : 1;
  return { ...common, delimiter, start: { offset: start.offset + line.length * width, row: 1 } };
}

/** Finds the rows of such a table. */
export function rowFormatOf({ format, delimiter }: Pick<TableForm, 'format' | 'delimiter'>): RowFormat {
  return format === 'ndjson' ? new NdjsonFormat() : new CsvFormat(DELIMITERS[delimiter ?? 'comma']);
}

function guessEncoding(bytes: Buffer): Encoding {
  const guess = new EncodingGuess();
  guess.add(bytes);
  return guess.encoding;
}

function formatOf(text: Buffer, said: ImportFormat | undefined, name: string): ImportFormat {
  const [row] = new NdjsonFormat().find(text, 1, true);
  const seems: ImportFormat = row?.members === undefined ? 'csv' : 'ndjson';
  const given = said ?? (NDJSON_NAME.test(name) ? 'ndjson' : CSV_NAME.test(name) ? 'csv' : seems);
  if (given === 'csv' && seems === 'ndjson')
    throw new ValidationError([{ field: 'format', message: 'is csv, and the file begins as NDJSON does' }]);
  return given;
}
