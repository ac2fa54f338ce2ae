import { isUtf8 } from 'node:buffer';
import type { JobInput } from '../../../foundation/jobs/index.js';
import type { FoundRow, RowFormat } from './row-format.js';
import { type Encoding, originalLength, toUtf8, wholeLength } from './text-encoding.js';

/** Bytes that are read at once. */
const PORTION = 524_288;
/** The longest row, in bytes of UTF-8. */
const LONGEST = 1_048_576;

/** Where a reader is in its file. Plain data, with which another process goes on. */
export interface ReaderPlace {
  /** In bytes of the file. */
  readonly offset: number;
  /** The row that was read last, from 1; blank ones count, and so does the header. */
  readonly row: number;
}

/** A row of the file, not yet a record. */
export interface SourceRow extends Pick<FoundRow, 'cells' | 'members' | 'fault'> {
  readonly rowNumber: number;
  /** As it stands in the file, in UTF-8. */
  readonly line: Buffer;
}

/** Reads the rows of a file from any place on, and holds little more of it than the longest row. */
export class RowReader {
  private raw: Buffer = Buffer.alloc(0);
  private text: Buffer = Buffer.alloc(0);

  constructor(
    private readonly input: JobInput,
    private readonly format: RowFormat,
    private readonly encoding: Encoding,
    private at: ReaderPlace,
  ) {}

  /** Behind what was read. */
  get place(): ReaderPlace {
    return this.at;
  }

  /** The next rows that are not blank, at most so many, and fewer when they are long; none at the end. */
  async next(limit: number): Promise<SourceRow[]> {
    const rows: SourceRow[] = [];
    for (let bytes = 0; rows.length < limit && bytes < PORTION;) {
      const found = await this.find(limit - rows.length);
      if (found.length === 0) break;
      bytes += found.at(-1)?.end ?? 0;
      rows.push(...this.take(found).filter((row) => !isBlank(row)));
      // Blank lines alone are no end.
      if (rows.length === 0) bytes = 0;
    }
    return rows;
  }

  private async find(limit: number): Promise<FoundRow[]> {
    for (;;) {
      const isEnd = this.at.offset + this.raw.length >= this.input.size;
      const rows = this.format.find(this.text, limit, isEnd);
      if (rows.length > 0 || isEnd) return rows;
      if (this.text.length >= LONGEST) return [await this.overlong()];
      await this.refill();
    }
  }

  private async refill(): Promise<void> {
    const more = await this.input.read(this.at.offset + this.raw.length, PORTION);
    this.raw = Buffer.concat([this.raw, more]);
    const isEnd = this.at.offset + this.raw.length >= this.input.size;
    const whole = isEnd ? this.raw.length : wholeLength(this.raw, this.encoding);
    this.text = toUtf8(this.raw.subarray(0, whole), this.encoding);
  }

  /** An open quote ends with its line; of a line that is too long nothing is read. */
  private async overlong(): Promise<FoundRow> {
    const [row] = this.format.find(this.text, 1, true);
    if (row !== undefined && row.end < this.text.length) return row;
    for (;;) {
      const isEnd = this.at.offset + this.raw.length >= this.input.size;
      const feed = this.text.indexOf('\n');
      if (feed >= 0 || isEnd) {
        const end = feed < 0 ? this.text.length : feed + 1;
        return { start: 0, end, fault: `is longer than ${LONGEST} bytes` };
      }
      this.drop(this.text.length);
      await this.refill();
    }
  }

  private take(found: readonly FoundRow[]): SourceRow[] {
    const end = found.at(-1)?.end ?? 0;
    const isSound = isStorable(this.text.subarray(0, end));
    const rows = found.map(({ start, end: rowEnd, ...row }, index) => {
      const line = this.text.subarray(start, rowEnd);
      const rowNumber = this.at.row + index + 1;
      if (isSound || isStorable(line)) return { ...row, rowNumber, line };
      return { rowNumber, line, fault: `has bytes that are no text in ${this.encoding}` };
    });
    this.drop(end);
    this.at = { ...this.at, row: this.at.row + found.length };
    return rows;
  }

  private drop(length: number): void {
    const original = originalLength(this.text.subarray(0, length), this.encoding);
    this.at = { ...this.at, offset: this.at.offset + original };
    this.raw = this.raw.subarray(original);
    this.text = this.text.subarray(length);
  }
}

/** The database takes no NUL. */
function isStorable(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** An empty line, or one of a spreadsheet that has separators alone. */
function isBlank({ cells }: SourceRow): boolean {
  return cells?.every((cell) => cell.trim() === '') === true;
}
