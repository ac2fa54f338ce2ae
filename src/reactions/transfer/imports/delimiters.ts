import { CsvFormat } from './csv-format.js';

/** By the words that say them in a request. */
export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

export type DelimiterName = keyof typeof DELIMITERS;

export const DELIMITER_NAMES = Object.keys(DELIMITERS) as DelimiterName[];

const ROWS = 20;

/** By which separator the first rows have the same number of cells, and the most; a comma when there is but one column. */
export function guessDelimiter(beginning: Buffer, isEnd: boolean): DelimiterName {
  let best: { readonly name: DelimiterName; readonly score: number } = { name: 'comma', score: 0 };
  for (const name of DELIMITER_NAMES) {
    const rows = new CsvFormat(DELIMITERS[name]).find(beginning, ROWS, isEnd);
    const [header, ...others] = rows.filter(({ cells }) => cells?.join('') !== '');
    const width = header?.cells?.length ?? 0;
    if (width < 2) continue;
    const same = others.filter(({ cells }) => cells?.length === width).length;
    // What agrees in every row counts more than what stands in some texts often.
    const score = (others.length === 0 ? 1 : same / others.length) * 1_000 + Math.min(width, 999);
    if (score > best.score) best = { name, score };
  }
  return best.name;
}
