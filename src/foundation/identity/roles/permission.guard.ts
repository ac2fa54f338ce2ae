import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { ROUTE, type RouteOptions } from '../../../platform/http/route-options.js';
import { roleAllows } from './roles.js';

/** Kinds of permission that no role carries; other guards see to them. */
const WITHOUT_ROLE = new Set(['public', 'authenticated', 'operator']);

/** Refuses callers without the route's permission; a route that declares none is refused to everybody. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route === undefined) throw new PermissionDeniedError();
    if (WITHOUT_ROLE.has(route.permission)) return true;
    if (route.permission === 'session') {
      if (currentActor().kind === 'api-key') throw new PermissionDeniedError('An API key may not do this');
      return true;
    }
    if (!roleAllows(currentActor().role, route.permission)) throw new PermissionDeniedError();
    return true;
  }
}
