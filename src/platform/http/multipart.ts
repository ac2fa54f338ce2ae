import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { BadRequestError, DomainError, ValidationError } from '../../kernel/errors.js';

const MEBIBYTE = 1024 * 1024;
const LIMITS = { files: 1, fields: 20, parts: 21, fieldNameSize: 100, fieldSize: 64 * 1024, headerPairs: 20 };
/** The name of the part that is the file. */
export const FILE_FIELD = 'file';
/** What a form has around its file, at most. */
export const FORM_BYTES = 2 * MEBIBYTE;

/** A file as its sender describes it; all of this may be wrong. */
export interface FilePart {
  readonly name: string;
  readonly contentType: string;
  readonly stream: Readable;
}

export interface MultipartForm<File> {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: File;
}

/**
 * Reads a `multipart/form-data` body that holds one file, in the part `file`, and text fields. What is left of a body
 * that is refused flows by unread, so that the sender sees the answer.
 *
 * @param receive reads the stream to its end, or rejects: then so does the form
 * @throws {DomainError} 415 for another type · {BadRequestError} 400 for a broken body · {ValidationError} 422 for its parts
 */
export async function readMultipart<File>(
  source: IncomingMessage,
  receive: (part: FilePart) => Promise<File>,
): Promise<MultipartForm<File>> {
  const parser = openParser(source);
  const fields = new Map<string, string>();
  let file: Promise<File> | undefined;
  let stream: Readable | undefined;
  // Events of the body come without the context of the request.
  const receiveInContext = AsyncResource.bind(receive);
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('file', (field, opened, name, _encoding, contentType) => {
      stream = opened.on('error', reject);
      if (field !== FILE_FIELD) {
        reject(refusal(field, `is no file here: send it as ${FILE_FIELD}`));
        return;
      }
      file = receiveInContext({ name, contentType, stream: opened });
      file.catch(reject);
    });
    parser.on('field', (field, value, _isNameCut, isCut) => {
      if (isCut || fields.has(field)) reject(refusal(field, 'is too long, or given twice'));
      fields.set(field, value);
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'])
      parser.on(limit, () => reject(refusal(FILE_FIELD, 'must be one file, with few fields beside it')));
    parser.on('error', (cause: unknown) => reject(brokenBody(cause)));
    parser.on('finish', () => resolve());
    source.once('close', () => {
      if (!source.complete) reject(new BadRequestError('The body broke off'));
    });
  });
  source.pipe(parser);
  try {
    await ended;
    if (file === undefined) throw refusal(FILE_FIELD, 'is required');
    return { fields: Object.fromEntries(fields), file: await file };
  } catch (error) {
    source.unpipe(parser);
    source.resume();
    stream?.destroy(error instanceof Error ? error : new Error(String(error)));
    await Promise.allSettled([file]);
    throw error;
  }
}

function openParser({ headers }: IncomingMessage): BusboyInstance {
  const contentType = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(contentType))
    throw new DomainError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the file as multipart/form-data');
  try {
    return new Busboy({ headers: { ...headers, 'content-type': contentType }, limits: LIMITS });
  } catch (cause) {
    throw brokenBody(cause);
  }
}

function brokenBody(cause: unknown): BadRequestError {
  return new BadRequestError('The body is not valid multipart/form-data', { cause }, 'MALFORMED_MULTIPART');
}

function refusal(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}
