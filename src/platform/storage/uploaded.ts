import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ReceivedFile } from './received-file.js';

/** The file that a route with `upload` has received. */
export const Uploaded = createParamDecorator((_data: unknown, context: ExecutionContext): ReceivedFile => {
  const { upload } = context.switchToHttp().getRequest<FastifyRequest>();
  if (upload === undefined) throw new Error('This route does not say that it takes an upload');
  return upload;
});
