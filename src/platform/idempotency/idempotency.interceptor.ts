import { createHmac } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable, of } from 'rxjs';
import { Clock } from '../../kernel/clock.js';
import { BadRequestError, ConflictError, DomainError, ValidationError } from '../../kernel/errors.js';
import { SecurityConfig } from '../config/security.config.js';
import { currentContext } from '../context/request-context.js';
import { COLLIDING_ATTEMPTS } from '../database/tenant-database.js';
import { pathOf } from '../http/api-path.js';
import { ROUTE, type RouteOptions } from '../http/route-options.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import type { IdempotentRequest, StoredAnswer } from './idempotency-store.js';
import { withoutFields } from './shown-answer.js';

const METHODS = new Set(['POST', 'PUT', 'PATCH']);
const KEPT_HEADERS = ['etag', 'location'];

/**
 * `Idempotency-Key`: the first request with a key does the work, and its answer is stored in the work's own
 * transaction; every later one gets that answer. Failures of ours (5xx) and 429 are forgotten.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: IdempotencyKeys,
    private readonly clock: Clock,
    private readonly config: SecurityConfig,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || !METHODS.has(request.method) || currentContext().dryRun === true)
      return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    const acrossTenants = route?.acrossTenants === true;
    const identified = identify(request, key, this.config.jwtSecret, acrossTenants);
    const beginning = await this.keys.store(acrossTenants).begin(identified, this.clock.now());
    switch (beginning.kind) {
      case 'answered':
        return of(replay(this.visible(beginning.answer, context), reply));
      case 'reused':
        throw new ValidationError(
          [{ field: 'Idempotency-Key', message: 'was used with another request' }],
          'IDEMPOTENCY_KEY_REUSED',
        );
      case 'running':
        throw new ConflictError('The first request with this key is still running', { retryAfterSeconds: 1 });
      case 'begun': {
        const attempts = route?.dryRun === true ? COLLIDING_ATTEMPTS : 1;
        return from(this.run({ ...identified, acrossTenants, attempts }, beginning.leaseUntil, next, reply));
      }
    }
  }

  /** A rule that was made after the answer holds for its replay. */
  private visible(answer: StoredAnswer, context: ExecutionContext): StoredAnswer {
    const { permission } = this.reflector.get<RouteOptions>(ROUTE, context.getHandler());
    const hidden = currentContext().access?.hiddenFields(permission.split(':', 1)[0] ?? '');
    return hidden === undefined || hidden.size === 0 ? answer : withoutFields(answer, hidden);
  }

  private async run(
    request: IdempotentRequest & { readonly acrossTenants: boolean; readonly attempts: number },
    leaseUntil: Date,
    next: CallHandler,
    reply: FastifyReply,
  ): Promise<unknown> {
    const store = this.keys.store(request.acrossTenants);
    try {
      const work = async () => {
        const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
        await store.complete(request, successOf(body, reply), leaseUntil);
        return body;
      };
      return await this.keys.transaction(request.acrossTenants, work, request.attempts);
    } catch (error) {
      const answer = errorOf(error);
      if (answer === undefined) await store.forget(request, leaseUntil);
      else await store.complete(request, answer, leaseUntil);
      throw error;
    }
  }
}

function identify(
  request: FastifyRequest,
  key: string | string[],
  secret: string,
  acrossTenants: boolean,
): IdempotentRequest {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    const message = 'must be 1 to 255 visible ASCII characters';
    throw new BadRequestError(`Idempotency-Key ${message}`, {
      details: [{ field: 'Idempotency-Key', message }],
    });
  }
  const { actor, tenant, address } = currentContext();
  // In the control database keys of all tenants meet.
  const prefix = acrossTenants && tenant !== undefined ? `tenant:${tenant.id}:` : '';
  return {
    caller: actor === undefined ? `address:${address ?? ''}` : `${prefix}${actor.apiKeyId ?? actor.id}`,
    key,
    fingerprint: fingerprintOf(request, secret, actor === undefined),
  };
}

/**
 * Keyed: of a login's body a bare hash would be a fast one of the password, open to guessing from a stolen table.
 * Anonymous callers share an address: what a cookie says of them is part of what they ask for.
 */
function fingerprintOf(request: FastifyRequest, secret: string, isAnonymous: boolean): string {
  const { cookie } = request.headers;
  const caller = isAnonymous && cookie !== undefined ? `${cookie}\n` : '';
  return createHmac('sha256', secret)
    .update(`idempotency\n${request.method} ${pathOf(request.url)}\n${caller}`)
    .update(request.rawBody ?? JSON.stringify(request.body ?? null))
    .digest('hex');
}

function successOf(body: unknown, reply: FastifyReply): StoredAnswer {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return {
    kind: 'success',
    status: reply.statusCode,
    headers: Object.fromEntries(headers),
    body: body ?? null,
  };
}

/** What is stored of a refusal; nothing of what a repetition may mend. */
function errorOf(error: unknown): StoredAnswer | undefined {
  if (!(error instanceof DomainError) || error.status >= 500 || error.status === 429) return undefined;
  const { status, code, message, details } = error;
  return { kind: 'error', status, code, message, details };
}

function replay(answer: StoredAnswer, reply: FastifyReply): unknown {
  reply.header('Idempotent-Replayed', 'true');
  if (answer.kind === 'error') {
    throw new DomainError(answer.status, answer.code, answer.message, { details: answer.details });
  }
  reply.status(answer.status).headers(answer.headers);
  return answer.body ?? undefined;
}
