import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BadRequestError } from '../../kernel/errors.js';

const HEADER = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'The `ETag` you read: 412 when the record has changed since',
});

const documented: ParameterDecorator = (controller, handler) => {
  if (handler === undefined) return;
  const method = Object.getOwnPropertyDescriptor(controller, handler);
  if (method !== undefined) HEADER(controller, handler, method);
};

/** The version that `If-Match` names; undefined without the header or with `*`. Weak tags count by their version. */
export const IfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext): number | undefined => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined || header.trim() === '*') return undefined;
    const version = /^(?:W\/)?"?(\d{1,10})(?:-[\w-]+)?"?$/.exec(header.trim())?.[1];
    if (version === undefined) {
      const message = 'must be the ETag of a record';
      throw new BadRequestError(`If-Match ${message}`, { details: [{ field: 'If-Match', message }] });
    }
    return Number(version);
  },
  [documented],
);
