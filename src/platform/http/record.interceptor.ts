import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { currentContext } from '../context/request-context.js';
import { readVersion } from './read-version.js';
import { ROUTE, type RouteOptions } from './route-options.js';

interface AnsweredRecord {
  readonly id: string;
  readonly version: number;
}

const REPLACES = new Set(['PUT', 'PATCH']);

/**
 * Takes from a record's body what the product sets itself (a `version` acts as If-Match), and serves what its answer
 * promises: `ETag` from its version, `Location` on 201, 304 for a matching
 * `If-None-Match`. Where the body is not the whole record alone, the ETag is a weak hash that still starts with the version.
 */
@Injectable()
export class RecordInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const route = this.reflector.get<RouteOptions>(ROUTE, context.getHandler());
    if (REPLACES.has(request.method)) takeReadOnlyFields(request, route.readOnlyFields ?? []);
    return next.handle().pipe(map((body: unknown) => serve(body, request, reply, isShaped(request, route))));
  }
}

function serve(body: unknown, request: FastifyRequest, reply: FastifyReply, shaped: boolean): unknown {
  if (!isRecord(body)) return body;
  const etag = etagOf(body, shaped);
  reply.header('ETag', etag);
  if (reply.statusCode === 201) reply.header('Location', `${request.url.split('?', 1)[0]}/${body.id}`);
  const known = request.headers['if-none-match'];
  if (request.method !== 'GET' || known === undefined || !matches(known, etag)) return body;
  reply.status(304);
  return undefined;
}

function takeReadOnlyFields(request: FastifyRequest, readOnlyFields: readonly string[]): void {
  const { body } = request;
  if (typeof body !== 'object' || body === null) return;
  if ('version' in body) {
    const version = readVersion(body.version);
    if (version !== undefined) request.headers['if-match'] ??= `"${version}"`;
    delete body.version;
  }
  for (const field of readOnlyFields) Reflect.deleteProperty(body, field);
}

/** Whether the same version has other bodies for others: the envelope and hidden fields change it. */
function isShaped({ wantsEnvelope }: FastifyRequest, { permission }: RouteOptions): boolean {
  if (wantsEnvelope) return true;
  const [resource = ''] = permission.split(':');
  return (currentContext().access?.hiddenFields(resource).size ?? 0) > 0;
}

function etagOf(record: AnsweredRecord, isShaped: boolean): string {
  if (!isShaped) return `"${record.version}"`;
  const hash = createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 16);
  return `W/"${record.version}-${hash}"`;
}

function matches(header: string, etag: string): boolean {
  return header.trim() === '*' || header.split(',').some((candidate) => candidate.trim() === etag);
}

function isRecord(body: unknown): body is AnsweredRecord {
  return typeof body === 'object' && body !== null && 'id' in body && 'version' in body;
}
