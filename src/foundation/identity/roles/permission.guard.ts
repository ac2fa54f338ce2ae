import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
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
    private readonly audit: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route === undefined) throw new PermissionDeniedError();
    const { permission, alternativePermission = permission } = route;
    if (permission === 'operator') return true;
    if (permission === 'public' && currentContext().actor === undefined) return true;
    const actor = currentActor();
    const access = await this.policy.of(actor);
    currentContext().access = access;
    if (permission === 'public' || permission === 'authenticated') return true;
    if (permission === 'session') {
      return (
        actor.kind === 'user' ||
        this.refuse(permission, new PermissionDeniedError('An API key may not do this'))
      );
    }
    return (
      access.reach(permission) !== undefined ||
      access.reach(alternativePermission) !== undefined ||
      this.refuse(permission, PermissionDeniedError.lacking(permission))
    );
  }

  private async refuse(permission: string, error: PermissionDeniedError): Promise<never> {
    await this.audit.recordRefusal({ action: 'permission.denied', details: { permission } });
    throw error;
  }
}
