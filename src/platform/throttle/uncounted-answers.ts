import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../kernel/clock.js';
import { RateLimitError } from '../../kernel/errors.js';
import { isApiUrl } from '../http/api-path.js';
import { AddressLimit } from './address-limit.js';
import { rateLimitHeaders } from './rate-limit-headers.js';

/**
 * Counts what no limit has counted when its answer leaves (bad tokens, unknown addresses, bodies that cannot be
 * read) against the caller's address, so that every answer shows figures. Beyond the limit it becomes 429. Requests
 * that were counted, which all good ones are, cost nothing here.
 */
@Injectable()
export class UncountedAnswers {
  constructor(
    private readonly addresses: AddressLimit,
    private readonly clock: Clock,
  ) {}

  /** Call it before the server listens; a process without HTTP has nothing to attach it to. */
  attach(fastify: FastifyInstance): void {
    fastify.addHook('onSend', (request, reply, payload, done) => {
      const isUncounted = !reply.hasHeader('x-ratelimit-limit') && request.method !== 'OPTIONS';
      if (!isUncounted || !isApiUrl(request.url)) {
        done(null, payload);
        return;
      }
      this.count(request, reply).then(
        () => done(null, payload),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    });
  }

  private async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const result = await this.addresses.take(request.ip);
    const { policy } = this.addresses;
    reply.headers(rateLimitHeaders([{ policy, result }], this.clock.milliseconds() / 1_000));
    if (result.allowed || reply.statusCode === 429) return;
    throw new RateLimitError(result.retryAfterSeconds ?? 1);
  }
}
