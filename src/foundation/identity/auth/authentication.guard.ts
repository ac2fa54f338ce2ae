import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import {
  AuthenticationError,
  NotFoundError,
  PermissionDeniedError,
  UnavailableError,
} from '../../../kernel/errors.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { MINIMUM_TENANT_SCHEMA } from '../../../platform/database/minimum-schema.js';
import { ROUTE, type RouteOptions } from '../../../platform/http/route-options.js';
import type { Authenticator } from '../authenticator.js';

/** Injects the kinds of credential that are accepted, in the order in which they are tried. */
export const AUTHENTICATORS = Symbol('authenticators');

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Fills the request's context with the actor and the tenant that its credential names, or answers 401. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tenants: TenantDirectory,
    @Inject(AUTHENTICATORS) private readonly authenticators: readonly Authenticator[],
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route === undefined) throw new NotFoundError('Route');
    const { permission, credential } = route;
    if (permission === 'operator' || (permission === 'public' && credential !== 'optional')) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const authenticator = this.authenticators.find((candidate) => candidate.matches(request));
    if (authenticator === undefined) {
      if (permission === 'public') return true;
      throw new AuthenticationError('INVALID_TOKEN', 'A valid access token is required');
    }
    const principal = await authenticator.identify(request);
    const tenant = usable(await this.tenants.find(principal.tenantId), request.method, route);
    Object.assign(currentContext(), { actor: principal.actor, tenant });
    await authenticator.admit?.(principal);
    return true;
  }
}

function usable(
  tenant: TenantReference | undefined,
  method: string,
  { whileSuspended = false }: RouteOptions,
): TenantReference {
  if (tenant === undefined) throw new AuthenticationError('INVALID_TOKEN', 'The token is not valid any more');
  if (tenant.schemaVersion < MINIMUM_TENANT_SCHEMA)
    throw new UnavailableError('The tenant is being upgraded', 30);
  switch (tenant.state) {
    case 'active':
      return tenant;
    case 'read-only':
      if (!READS.has(method)) throw new UnavailableError('The tenant is read-only at the moment', 30);
      return tenant;
    case 'moving':
    case 'provisioning':
      throw new UnavailableError('The tenant is not available at the moment', 10);
    case 'suspended':
      if (!whileSuspended) throw new PermissionDeniedError('The tenant is suspended');
      return tenant;
    case 'closing':
      if (!whileSuspended) throw new PermissionDeniedError('The tenant is being closed');
      return tenant;
  }
}
