import { isAscii, isUtf8 } from 'node:buffer';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** What windows-1252 has where ISO 8859-1 has control characters; those that it has not stay. */
const WINDOWS_SIGNS = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];
const UPPER_CONTROLS = /[\u0080-\u009f]/g;

interface Mark {
  readonly encoding: Encoding;
  /** Bytes that it takes. */
  readonly length: number;
}

/** The byte order mark that a text begins with. */
export function markOf(beginning: Buffer): Mark | undefined {
  if (beginning.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf))) return { encoding: 'utf-8', length: 3 };
  const first = beginning.length < 2 ? 0 : beginning.readUInt16BE(0);
  if (first === 0xfffe) return { encoding: 'utf-16le', length: 2 };
  return first === 0xfeff ? { encoding: 'utf-16be', length: 2 } : undefined;
}

/** Tells UTF-8 from windows-1252, a part of the text at a time: what is mostly no UTF-8 is the other. */
export class EncodingGuess {
  private rest = Buffer.alloc(0);
  private valid = 0;
  private invalid = 0;

  add(part: Buffer): void {
    const bytes = Buffer.concat([this.rest, part]);
    // A character that begins in one part may end in the next.
    const end = characterStart(bytes);
    this.rest = bytes.subarray(end);
    this.judge(bytes.subarray(0, end));
  }

  /** Of what was added so far. */
  get encoding(): Encoding {
    return this.invalid > this.valid ? 'windows-1252' : 'utf-8';
  }

  private judge(bytes: Buffer): void {
    if (!isUtf8(bytes)) this.invalid += 1;
    else if (!isAscii(bytes)) this.valid += 1;
  }
}

/** Where the last character begins, if it may go on after the end; else the end. */
function characterStart(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return bytes.length - back;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** A text in the encoding that all of the product has; half a character at the end becomes something else. */
export function toUtf8(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return bytes;
  if (encoding !== 'windows-1252') return Buffer.from(new TextDecoder(encoding).decode(bytes));
  // The decoder of Node.js 20 takes it for ISO 8859-1.
  return Buffer.from(
    bytes.toString('latin1').replace(UPPER_CONTROLS, (one) => WINDOWS_SIGNS[one.charCodeAt(0) - 0x80] ?? one),
  );
}

/** How many of the bytes are whole characters. */
export function wholeLength(bytes: Buffer, encoding: Encoding): number {
  if (encoding === 'windows-1252') return bytes.length;
  if (encoding === 'utf-8') return characterStart(bytes);
  const even = bytes.length - (bytes.length % 2);
  if (even === 0) return 0;
  const last = encoding === 'utf-16le' ? bytes.readUInt16LE(even - 2) : bytes.readUInt16BE(even - 2);
  return (last & 0xfc00) === 0xd800 ? even - 2 : even;
}

/** How many bytes a text that is UTF-8 now had in its own encoding. */
export function originalLength(text: Buffer, encoding: Encoding): number {
  if (encoding === 'utf-8') return text.length;
  return text.toString().length * (encoding === 'windows-1252' ? 1 : 2);
}
