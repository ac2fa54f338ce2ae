import { Readable } from 'node:stream';
import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';
import { ValidationError } from '../../kernel/errors.js';
import { ContentTypeMismatchError } from './object-errors.js';
import {
  beginAlike,
  canonicalType,
  isTextType,
  SPREADSHEET_TYPE,
  textTypeOf,
  UNKNOWN_TYPE,
} from './file-types.js';

/** Enough for every signature, and for the first entries of an archive, which tell what it holds. */
const HEAD_BYTES = 64 * 1024;
const RECOGNIZED: ReadonlySet<string> = new Set([...supportedMimeTypes].map(canonicalType));

/** A file that is on its way, with the type that its bytes have. */
export class FileContent {
  private constructor(
    private readonly head: readonly Buffer[],
    private readonly rest: AsyncIterator<Buffer>,
    private type: string,
    /** What its sender calls it, when it must be a text to be that. */
    private readonly textAs: string | undefined,
  ) {}

  /**
   * Reads the first bytes. The rest is read from `stream`, once.
   *
   * @throws {ValidationError} 422 for an empty file, `CONTENT_TYPE_MISMATCH` for one that its declared type belies
   */
  static async of(source: Readable, declared: string, name: string): Promise<FileContent> {
    const rest = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const chunks = await takeHead(rest);
    const head = Buffer.concat(chunks);
    if (head.length === 0) throw new ValidationError([{ field: 'file', message: 'must not be empty' }]);
    const wanted = canonicalType(declared);
    // The mark of UTF-16 is also how sound may begin.
    const isMarkedText = isTextType(wanted) && hasMark(head);
    const signature = isMarkedText ? undefined : await fileTypeFromBuffer(head);
    if (signature !== undefined) {
      const type = judge(wanted, canonicalType(signature.mime));
      return new FileContent(chunks, rest, type, undefined);
    }
    const isText = looksLikeText(head, head);
    if (isTextType(wanted) || (wanted === SPREADSHEET_TYPE && isText)) {
      const type = wanted === SPREADSHEET_TYPE ? 'text/csv' : wanted;
      return new FileContent(chunks, rest, type, wanted);
    }
    if (RECOGNIZED.has(wanted)) throw new ContentTypeMismatchError(wanted, 'something else');
    const type = isText && wanted === UNKNOWN_TYPE ? textTypeOf(name) : UNKNOWN_TYPE;
    return new FileContent(chunks, rest, type, undefined);
  }

  /** Known once the stream has ended: a text that nobody declared may turn out to be none. */
  get contentType(): string {
    return this.type;
  }

  /** All bytes. Fails with `CONTENT_TYPE_MISMATCH` at the first that no text has, of what is declared as a text. */
  get stream(): Readable {
    return Readable.from(this.chunks(), { objectMode: false });
  }

  private async *chunks(): AsyncGenerator<Buffer> {
    const start = Buffer.concat(this.head);
    for (const chunk of this.head) yield this.checked(chunk, start);
    for (let next = await this.rest.next(); next.done !== true; next = await this.rest.next())
      yield this.checked(next.value, start);
  }

  private checked(chunk: Buffer, start: Buffer): Buffer {
    if (!isTextType(this.type) || looksLikeText(chunk, start)) return chunk;
    if (this.textAs !== undefined) throw new ContentTypeMismatchError(this.textAs, 'no text');
    this.type = UNKNOWN_TYPE;
    return chunk;
  }
}

async function takeHead(source: AsyncIterator<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for (let size = 0; size < HEAD_BYTES;) {
    const next = await source.next();
    if (next.done === true) break;
    chunks.push(next.value);
    size += next.value.length;
  }
  return chunks;
}

/** What its sender says of a container counts, because its first bytes may not tell. */
function judge(declared: string, found: string): string {
  if (declared === UNKNOWN_TYPE || declared === found) return found;
  if (!beginAlike(declared, found)) throw new ContentTypeMismatchError(declared, found);
  return declared === 'application/zip' || declared === 'application/x-cfb' ? found : declared;
}

/** In any encoding that keeps ASCII, or in UTF-16 with its mark: no control characters but those of texts. */
function looksLikeText(bytes: Buffer, start: Buffer): boolean {
  return hasMark(start) || !bytes.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte));
}

/** Of UTF-16, in either order of its bytes. */
function hasMark(start: Buffer): boolean {
  const mark = start.length > 1 ? start.readUInt16BE(0) : 0;
  return mark === 0xfffe || mark === 0xfeff;
}

/** Tab, line feed, vertical tab, form feed, carriage return, end of file, escape. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b]);
