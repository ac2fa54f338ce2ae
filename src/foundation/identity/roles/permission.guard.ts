import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { ROUTE, type RouteOptions } from '../../../platform/http/route-options.js';
import { roleAllows } from './roles.js';

/** Kinds of permission that no role carries; other guards see to them. */
const WITHOUT_ROLE = new Set(['public', 'authenticated', 'operator']);

/** Refuses callers without the route's permission; a route that declares none is refused to everybody. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route === undefined) throw new PermissionDeniedError();
    if (WITHOUT_ROLE.has(route.permission)) return true;
    const { kind, role } = currentActor();
    if (route.permission === 'session') {
      if (kind !== 'api-key') return true;
      return this.refuse(route.permission, 'An API key may not do this');
    }
    return roleAllows(role, route.permission) || this.refuse(route.permission);
  }

  private async refuse(permission: string, message?: string): Promise<never> {
    await this.audit.recordRefusal({ action: 'permission.denied', details: { permission } });
    throw new PermissionDeniedError(message);
  }
}
