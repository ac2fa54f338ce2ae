import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { currentActor, currentContext } from '../../../platform/context/request-context.js';
import { ROUTE, type RouteOptions } from '../../../platform/http/route-options.js';

/**
 * Looks up what the caller may do, for everything after it to ask, and refuses who lacks the route's permission. A
 * route that declares none is refused to everybody.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly policy: AccessPolicy,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route === undefined) throw new PermissionDeniedError();
    const { permission } = route;
    if (permission === 'operator') return true;
    if (permission === 'public' && currentContext().actor === undefined) return true;
    const actor = currentActor();
    const access = await this.policy.of(actor);
    currentContext().access = access;
    if (permission === 'public' || permission === 'authenticated') return true;
    if (permission === 'session') {
      if (actor.kind === 'user') return true;
      throw new PermissionDeniedError('An API key may not do this');
    }
    if (access.reach(permission) === undefined) throw new PermissionDeniedError();
    return true;
  }
}
