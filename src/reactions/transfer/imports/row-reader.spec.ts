import { describe, expect, it } from '@jest/globals';
import type { JobInput } from '../../../foundation/jobs/index.js';
import { CsvFormat } from './csv-format.js';
import { NdjsonFormat } from './ndjson-format.js';
import type { RowFormat } from './row-format.js';
import { type ReaderPlace, RowReader, type SourceRow } from './row-reader.js';
import type { Encoding } from './text-encoding.js';

/** Gives few bytes at a time, so that every row is cut somewhere. */
function inputOf(bytes: Buffer, most: number): JobInput {
  return {
    size: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + Math.min(length, most))),
  };
}

interface ReadOptions {
  readonly format?: RowFormat;
  readonly encoding?: Encoding;
  readonly most?: number;
  readonly limit?: number;
  readonly place?: ReaderPlace;
}

async function readAll(
  bytes: Buffer,
  {
    format = new CsvFormat(','),
    encoding = 'utf-8',
    most = 1_000,
    limit = 3,
    place = { offset: 0, row: 0 },
  }: ReadOptions = {},
) {
  const reader = new RowReader(inputOf(bytes, most), format, encoding, place);
  const steps: { rows: SourceRow[]; place: ReaderPlace }[] = [];
  for (let rows = await reader.next(limit); rows.length > 0; rows = await reader.next(limit))
    steps.push({ rows, place: reader.place });
  return steps;
}

const shown = ({ rowNumber, cells, fault }: SourceRow) => [rowNumber, fault ?? cells];
const rowsOf = async (...given: Parameters<typeof readAll>) =>
  (await readAll(...given)).flatMap(({ rows }) => rows.map(shown));

const TEXT = [
  'a,b',
  '"x, y","two\r\nlines"',
  '',
  'ü,"he said ""so"""',
  'broken,"open',
  'next,row',
  'bad,"a"b',
  ',',
  'last,€',
].join('\r\n');
const FAULT = 'has quotes that do not match';
const ROWS = [
  [1, ['a', 'b']],
  [2, ['x, y', 'two\r\nlines']],
  [4, ['ü', 'he said "so"']],
  [5, FAULT],
  [6, ['next', 'row']],
  [7, FAULT],
  [9, ['last', '€']],
];

describe('the rows of a table', () => {
  it.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-16le', Buffer.from(TEXT, 'utf16le')],
    ['utf-16be', Buffer.from(TEXT, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(TEXT.replace('€', '\u0080'), 'latin1')],
  ] as const)('are the same wherever the bytes are cut: %s', async (encoding, bytes) => {
    for (let most = 1; most < 60; most += 1) expect(await rowsOf(bytes, { encoding, most })).toEqual(ROWS);
  });

  it.each(['utf-8', 'utf-16le'] as const)(
    'go on from every place as if nothing had been: %s',
    async (encoding) => {
      const bytes = Buffer.from(TEXT, encoding === 'utf-8' ? 'utf8' : 'utf16le');
      for (const limit of [1, 2, 5]) {
        const steps = await readAll(bytes, { encoding, limit });
        for (const [index, { place }] of steps.entries()) {
          const before = steps.slice(0, index + 1).flatMap(({ rows }) => rows.map(shown));
          const after = await rowsOf(bytes, { encoding, limit, place });
          expect([...before, ...after]).toEqual(ROWS);
        }
      }
    },
  );

  it('fill a step, however many of them are broken or blank', async () => {
    expect(await readAll(Buffer.from(TEXT), { limit: ROWS.length })).toHaveLength(1);
    const bad = Buffer.from('a,"b"c\n\n'.repeat(1_000));
    expect((await readAll(bad, { limit: 100 })).map(({ rows }) => rows.length)).toEqual(Array(10).fill(100));
  });

  it('keep their text as it stands in the file', async () => {
    const lines = (await readAll(Buffer.from(TEXT))).flatMap(({ rows }) =>
      rows.map(({ line }) => line.toString()),
    );
    expect(lines[1]).toBe('"x, y","two\r\nlines"\r\n');
    expect(lines[3]).toBe('broken,"open\r\n');
  });

  it('are refused alone when they are too long, or no text', async () => {
    const long = `a,${'x'.repeat(3_000_000)}`;
    const bytes = Buffer.concat([
      Buffer.from(`one,1\n${long}\n`),
      Buffer.from([0x61, 0xff, 0x0a]),
      Buffer.from('b,\0\ntwo,2\n'),
    ]);
    const seen = await rowsOf(bytes, { most: 600_000 });
    expect(seen.map(([row, what]) => [row, typeof what])).toEqual([
      [1, 'object'],
      [2, 'string'],
      [3, 'string'],
      [4, 'string'],
      [5, 'object'],
    ]);
    const open = `one,1\n"${'x'.repeat(3_000_000)}\ntwo,2\n`;
    const rows = await rowsOf(Buffer.from(open), { most: 600_000 });
    expect(rows.at(-1)).toEqual([3, ['two', '2']]);
  });

  it('are objects of NDJSON', async () => {
    const bytes = Buffer.from('{"a":1}\n\n[1]\n{"a":\n{"b":"ü"}');
    const steps = await readAll(bytes, { format: new NdjsonFormat(), most: 3 });
    const rows = steps.flatMap((step) => step.rows);
    expect(rows.map(({ rowNumber, members, fault }) => [rowNumber, members ?? fault])).toEqual([
      [1, { a: 1 }],
      [3, 'is no JSON object'],
      [4, 'is no JSON object'],
      [5, { b: 'ü' }],
    ]);
  });
});
