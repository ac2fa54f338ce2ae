import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);
/** The empty last block that ends a deflate stream. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);
/** Names are UTF-8; sizes and checksum follow the data. */
const FLAGS = 0x0808;
const VERSION = 20;
const DEFLATED = 8;
/** 1980-01-01, as far back as the format goes: a file says nothing of when it was made. */
const DATE = 0x0021;
/** Beyond it the format needs its 64-bit form, which not every reader knows. */
export const ZIP_LIMIT = 0xff_ff_ff_ff;

/** A file in the archive, as its directory lists it; sizes and places in bytes. */
interface ZipEntry {
  readonly name: string;
  readonly offset: number;
  crc: number;
  size: number;
  packed: number;
}

/** All that another process needs to go on: plain data. */
export interface ZipState {
  readonly entries: readonly ZipEntry[];
  readonly offset: number;
}

/**
 * Writes a ZIP archive piece by piece. Each piece is deflated on its own, up to a whole byte, so that no compressor has
 * to live on between two pieces: whoever has the state can go on, also in another process.
 */
export class ResumableZip {
  private readonly entries: ZipEntry[];
  private offset: number;

  constructor({ entries, offset }: ZipState = { entries: [], offset: 0 }) {
    this.entries = entries.map((entry) => ({ ...entry }));
    this.offset = offset;
  }

  get state(): ZipState {
    return { entries: this.entries.map((entry) => ({ ...entry })), offset: this.offset };
  }

  /** Begins a file; the one before must have been ended. */
  begin(name: string): Buffer {
    const entry = { name, offset: this.offset, crc: 0, size: 0, packed: 0 };
    this.entries.push(entry);
    return this.counted(Buffer.concat([localHeader(name), Buffer.from(name)]));
  }

  async write(text: string): Promise<Buffer> {
    if (text === '') return Buffer.alloc(0);
    const entry = this.current();
    const raw = Buffer.from(text);
    const packed = await deflate(raw, { level: 5, finishFlush: constants.Z_SYNC_FLUSH });
    entry.crc = crc32(raw, entry.crc);
    entry.size += raw.length;
    entry.packed += packed.length;
    return this.counted(packed);
  }

  /** Ends the file. @throws {RangeError} when it or the archive is larger than the format can say */
  end(): Buffer {
    const entry = this.current();
    entry.packed += LAST_BLOCK.length;
    if (entry.size > ZIP_LIMIT || this.offset > ZIP_LIMIT) throw new RangeError('The archive is too large');
    const descriptor = Buffer.alloc(16);
    descriptor.writeUInt32LE(0x08074b50, 0);
    writeSizes(descriptor, 4, entry);
    return this.counted(Buffer.concat([LAST_BLOCK, descriptor]));
  }

  /** The directory, which ends the archive. */
  finish(): Buffer {
    const records = this.entries.map(directoryRecord);
    const size = records.reduce((sum, { length }) => sum + length, 0);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(records.length, 8);
    end.writeUInt16LE(records.length, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(this.offset, 16);
    return Buffer.concat([...records, end]);
  }

  private current(): ZipEntry {
    const entry = this.entries.at(-1);
    if (entry === undefined) throw new Error('No file of the archive has begun');
    return entry;
  }

  private counted(bytes: Buffer): Buffer {
    this.offset += bytes.length;
    return bytes;
  }
}

function localHeader(name: string): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  writeForm(header, 6);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return header;
}

function directoryRecord(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(VERSION, 4);
  record.writeUInt16LE(VERSION, 6);
  writeForm(record, 8);
  writeSizes(record, 16, entry);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([record, name]);
}

function writeForm(buffer: Buffer, at: number): void {
  buffer.writeUInt16LE(FLAGS, at);
  buffer.writeUInt16LE(DEFLATED, at + 2);
  buffer.writeUInt16LE(DATE, at + 6);
}

function writeSizes(buffer: Buffer, at: number, { crc, packed, size }: ZipEntry): void {
  buffer.writeUInt32LE(crc, at);
  buffer.writeUInt32LE(packed, at + 4);
  buffer.writeUInt32LE(size, at + 8);
}
