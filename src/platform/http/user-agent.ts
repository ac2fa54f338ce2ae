import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The `User-Agent` header; null without. Not Nest's `@Headers`: that makes it a required parameter of every client. */
export const UserAgent = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string | null =>
    context.switchToHttp().getRequest<FastifyRequest>().headers['user-agent'] ?? null,
);
