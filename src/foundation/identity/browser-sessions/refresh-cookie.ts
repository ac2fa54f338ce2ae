import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RefreshCookiePipe } from './refresh-cookie.pipe.js';

const Request = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** The refresh token of the browser's cookie, `string | null`. */
export function RefreshCookie(): ParameterDecorator {
  return Request(RefreshCookiePipe);
}
