import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Reads a file of the demo data as one record a line, keyed by the header. The data hold no quoted cells. */
export async function readCsv(name: string): Promise<Record<string, string>[]> {
  const text = await readFile(new URL(name, dataFolder()), 'utf8');
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}

// The compiled demo runs from dist/demo, the data stay in demo/data.
function dataFolder(): URL {
  const beside = new URL('./data/', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../demo/data/', import.meta.url);
}
