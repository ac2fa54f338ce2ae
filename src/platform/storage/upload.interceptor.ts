import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DomainError } from '../../kernel/errors.js';
import { StorageConfig } from '../config/storage.config.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { type FilePart, FORM_BYTES, type MultipartForm, readMultipart } from '../http/multipart.js';
import { TABLE_TYPES } from '../http/table-types.js';
import { ROUTE, type RouteOptions } from '../http/route-options.js';
import { FileContent } from './file-content.js';
import { cleanFileName } from './file-name.js';
import { ContentTypeMismatchError, NoTableError, ObjectTooLargeError } from './object-errors.js';
import { ObjectLedger } from './object-ledger.js';
import { ObjectStorage } from './object-storage.js';
import { ReceivedFile } from './received-file.js';

/** Bytes of a body that is no file. */
const LARGEST_BODY = 10 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a route that takes one. */
    upload?: ReceivedFile;
  }
}

/**
 * Stores the file of a request before any other work of it begins: no connection of the database is held while bytes
 * arrive. The form's fields become the body. What the work does not keep is removed behind it.
 */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly ledger: ObjectLedger,
    private readonly storage: ObjectStorage,
    private readonly database: TenantDatabase,
    private readonly config: StorageConfig,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { upload = '', table = false } = this.reflector.get<RouteOptions>(ROUTE, context.getHandler());
    const limit = limitOf(request, table, this.config);
    // Said before a byte is read; without a length, or with a wrong one, the bytes are counted.
    if (Number(request.headers['content-length'] ?? 0) > limit + FORM_BYTES)
      throw new ObjectTooLargeError(limit);
    const keys: string[] = [];
    const begin = async () => {
      const key = await this.ledger.begin(upload);
      keys.push(key);
      return key;
    };
    try {
      const receive = (part: FilePart) =>
        this.receive(table ? { ...part, contentType: 'text/plain' } : part, limit, begin);
      const { fields, file } = await readUpload(request, table, receive);
      request.body = fields;
      // What stands for the body where requests are compared.
      request.rawBody = Buffer.from(JSON.stringify({ fields, file: file.facts }));
      request.upload = file;
      return from(this.settle(file, next));
    } catch (error) {
      for (const key of keys) await this.ledger.discard(key);
      throw table && error instanceof ContentTypeMismatchError ? new NoTableError(error.found) : error;
    }
  }

  private async receive(part: FilePart, limit: number, begin: () => Promise<string>): Promise<ReceivedFile> {
    const name = cleanFileName(part.name);
    const content = await FileContent.of(part.stream, part.contentType, name);
    const key = await begin();
    const written = await this.storage.write(key, content.stream, limit);
    const facts = { name, contentType: content.contentType, ...written };
    return new ReceivedFile(key, facts, this.ledger, this.database);
  }

  private async settle(file: ReceivedFile, next: CallHandler): Promise<unknown> {
    try {
      return await lastValueFrom(next.handle(), { defaultValue: undefined });
    } finally {
      if (!file.isKept) await this.ledger.discard(file.key);
    }
  }
}

/** In bytes. A table that is the whole body is one that fits a body. */
function limitOf(
  request: FastifyRequest,
  table: boolean,
  { uploadBytes, importBytes }: StorageConfig,
): number {
  if (!table) return uploadBytes;
  return tableTypeOf(request) === undefined ? importBytes : Math.min(importBytes, LARGEST_BODY);
}

/** The type of a body that is the table itself. */
function tableTypeOf({ headers }: FastifyRequest): string | undefined {
  const contentType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return TABLE_TYPES.find((type) => type === contentType);
}

/** Of a form, or the whole body where that may be a table. */
async function readUpload(
  request: FastifyRequest,
  table: boolean,
  receive: (part: FilePart) => Promise<ReceivedFile>,
): Promise<MultipartForm<ReceivedFile>> {
  const { raw } = request;
  const contentType = table ? tableTypeOf(request) : undefined;
  if (contentType === undefined) return readForm(raw, table, receive);
  const name = contentType === 'text/csv' ? 'import.csv' : 'import.ndjson';
  try {
    return { fields: {}, file: await receive({ name, contentType, stream: raw }) };
  } catch (error) {
    raw.resume();
    throw error;
  }
}

async function readForm(
  raw: FastifyRequest['raw'],
  table: boolean,
  receive: (part: FilePart) => Promise<ReceivedFile>,
): Promise<MultipartForm<ReceivedFile>> {
  try {
    return await readMultipart(raw, receive);
  } catch (error) {
    raw.resume();
    if (!table || !(error instanceof DomainError) || error.status !== 415) throw error;
    throw new DomainError(
      415,
      error.code,
      `Send ${TABLE_TYPES.join(' or ')}, or such a file as multipart/form-data`,
    );
  }
}
