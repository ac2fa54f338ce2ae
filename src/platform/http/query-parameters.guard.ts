import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { BadRequestError } from '../../kernel/errors.js';
import { ALLOW_DUPLICATES } from './allow-duplicates.js';
import { DRY_RUN } from './dry-run.js';
import { ROUTE, type RouteOptions } from './route-options.js';

/** Refuses a query parameter that the route does not declare, so that a misspelt one is never silently ignored. */
@Injectable()
export class QueryParametersGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { query } = context
      .switchToHttp()
      .getRequest<FastifyRequest<{ Querystring: Record<string, unknown> }>>();
    const given = Object.keys(query);
    if (given.length === 0) return true;
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route?.openQuery === true) return true;
    const known = new Set(route?.query?.map(({ name }) => name));
    if (route?.dryRun === true) known.add(DRY_RUN.name);
    if (route?.duplicates === true) known.add(ALLOW_DUPLICATES.name);
    const unknown = given.find((name) => !known.has(name));
    if (unknown === undefined) return true;
    const message = 'is not a parameter of this route';
    throw new BadRequestError(`${unknown} ${message}`, { details: [{ field: unknown, message }] });
  }
}
