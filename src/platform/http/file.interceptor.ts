import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { RangeNotSatisfiableError, readRange } from './byte-range.js';
import { attachmentNamed } from './content-disposition.js';
import type { FileAnswer } from './file-answer.js';

/** Files come from anybody: whatever one is, a browser saves it, and runs nothing of it under the origin of the API. */
const CONTENT_POLICY = "sandbox; default-src 'none'";

/** Answers with the bytes of a file: all, one range, or 304 to who has them. */
@Injectable()
export class FileInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<FileAnswer>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap((file) => answer(file, request, reply)));
  }
}

async function answer(
  file: FileAnswer,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<StreamableFile | undefined> {
  const etag = `"${file.tag}"`;
  reply.headers({ ETag: etag, 'Accept-Ranges': 'bytes' });
  if (file.cacheControl !== undefined) reply.header('Cache-Control', file.cacheControl);
  if (headers['if-none-match']?.split(',').some((known) => known.trim() === etag) === true) {
    reply.status(304);
    return undefined;
  }
  const isOfThese = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = rangeOf(isOfThese ? headers.range : undefined, file.size, reply);
  const stream = await file.open(range);
  reply.headers({
    'Content-Type': file.contentType,
    'Content-Disposition': attachmentNamed(file.name),
    'Content-Security-Policy': CONTENT_POLICY,
    'Content-Length': String(range === undefined ? file.size : range.last - range.first + 1),
  });
  if (range !== undefined) {
    reply.status(206).header('Content-Range', `bytes ${range.first}-${range.last}/${file.size}`);
  }
  return new StreamableFile(stream);
}

function rangeOf(header: string | undefined, size: number, reply: FastifyReply) {
  try {
    return readRange(header, size);
  } catch (error) {
    if (error instanceof RangeNotSatisfiableError) reply.header('Content-Range', `bytes */${size}`);
    throw error;
  }
}
