import { describe, expect, it } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { Workbook, type WorkbookCell } from './workbook.js';

const AT = Date.UTC(2026, 10, 29, 12, 30);

async function written(head: string[], pieces: WorkbookCell[][][], mostRows?: number): Promise<Buffer> {
  let state: Workbook['state'] | undefined;
  const parts: Buffer[] = [];
  for (const piece of pieces) {
    // Each piece in another process: all that is kept between them is JSON.
    const workbook = new Workbook(head, state, mostRows);
    parts.push(await workbook.write(piece));
    state = JSON.parse(JSON.stringify(workbook.state)) as Workbook['state'];
  }
  parts.push(await new Workbook(head, state, mostRows).end());
  return Buffer.concat(parts);
}

describe('a workbook', () => {
  it('is read by another program as what was written, also when each part was written elsewhere', async () => {
    const bytes = await written(
      ['text', 'number', 'flag', 'time', 'day'],
      [
        [['=1+1', -1.5, true, { at: AT, form: 'dateTime' }, { at: Date.UTC(2026, 0, 2), form: 'date' }]],
        [['<&>"\n\u0007x', 0, false, null, null]],
        [],
      ],
    );
    const [sheet] = await readWorkbook(bytes);
    // The reader cuts off what is less than a millisecond.
    const time = Number(sheet?.data[1]?.[3]);
    expect(Math.abs(time - AT)).toBeLessThan(2);
    expect(sheet?.data).toEqual([
      ['text', 'number', 'flag', 'time', 'day'],
      ['=1+1', -1.5, true, new Date(time), new Date(Date.UTC(2026, 0, 2))],
      ['<&>"\nx', 0, false, null, null],
    ]);
  });

  it('goes on in further sheets when one is full, each with the head', async () => {
    const rows = Array.from({ length: 7 }, (_, index): WorkbookCell[] => [index]);
    const sheets = await readWorkbook(await written(['n'], [rows.slice(0, 2), rows.slice(2)], 4));
    expect(sheets.map(({ data }) => data.flat())).toEqual([
      ['n', 0, 1, 2],
      ['n', 3, 4, 5],
      ['n', 6],
    ]);
  });

  it('has a head without any row', async () => {
    const [sheet] = await readWorkbook(await written(['a', 'b'], []));
    expect(sheet?.data).toEqual([['a', 'b']]);
  });

  it('names columns beyond Z', async () => {
    const head = Array.from({ length: 60 }, (_, index) => `c${index}`);
    const [sheet] = await readWorkbook(await written(head, []));
    expect(sheet?.data[0]).toEqual(head);
  });
});
