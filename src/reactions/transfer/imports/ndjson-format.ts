import { isRecord } from '../../../platform/http/fields/nested.field.js';
import { DomainError } from '../../../kernel/errors.js';
import { parseJsonBody } from '../../../platform/http/json-body.js';
import type { FoundRow, RowFormat } from './row-format.js';

/** A JSON object a line. */
export class NdjsonFormat implements RowFormat {
  find(bytes: Buffer, limit: number, isEnd: boolean): FoundRow[] {
    const rows: FoundRow[] = [];
    for (let start = 0; start < bytes.length && rows.length < limit;) {
      const feed = bytes.indexOf('\n', start);
      if (feed < 0 && !isEnd) break;
      const end = feed < 0 ? bytes.length : feed + 1;
      rows.push({ start, end, ...readLine(bytes.subarray(start, end)) });
      start = end;
    }
    return rows;
  }
}

function readLine(line: Buffer): Pick<FoundRow, 'cells' | 'members' | 'fault'> {
  if (line.toString('latin1').trim() === '') return { cells: [''] };
  try {
    const value = parseJsonBody(line);
    if (isRecord(value)) return { members: value as Readonly<Record<string, unknown>> };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return { fault: 'is no JSON object' };
}
