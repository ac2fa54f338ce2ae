import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
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
import { AddressLimit } from '../../../platform/throttle/address-limit.js';
import { JwtStrategy, type Principal } from './jwt.strategy.js';
import { VerifiedTokens } from './verified-tokens.js';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Fills the request's context with the actor and the tenant that the token names, or answers 401. */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly tenants: TenantDirectory,
    private readonly strategy: JwtStrategy,
    private readonly verified: VerifiedTokens,
    private readonly addresses: AddressLimit,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route === undefined) throw new NotFoundError('Route');
    if (route.permission === 'public' || route.permission === 'operator') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>();
    const { actor, tenantId } = await this.identify(request, context);
    const tenant = usable(await this.tenants.find(tenantId), request.method);
    Object.assign(currentContext(), { actor, tenant });
    return true;
  }

  private async identify(
    request: FastifyRequest & { user: Principal },
    context: ExecutionContext,
  ): Promise<Principal> {
    const token = request.headers.authorization ?? '';
    const claims = this.verified.find(token);
    if (claims !== undefined) return this.strategy.validate(claims);
    this.addresses.refuseFlood(currentContext().address);
    await super.canActivate(context);
    this.verified.add(token, request.user.claims);
    return request.user;
  }

  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error instanceof Error) throw error;
    if (user === false) throw new AuthenticationError('INVALID_TOKEN', 'A valid access token is required');
    return user;
  }
}

function usable(tenant: TenantReference | undefined, method: string): TenantReference {
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
    case 'closing':
      throw new PermissionDeniedError('The tenant is suspended');
  }
}
