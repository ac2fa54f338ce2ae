import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/errors.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import type { Authenticator, Principal } from '../authenticator.js';
import { CsrfTokens, RequestOrigins, SessionCookies } from '../browser-sessions/index.js';
import { SessionPrincipals } from './session-principals.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * An access token in a cookie. The browser sends it with every request, whoever had it made: what changes something
 * must come from a page that may, with a token that only such a page can read.
 */
@Injectable()
export class CookieAuthenticator implements Authenticator {
  constructor(
    private readonly cookies: SessionCookies,
    private readonly principals: SessionPrincipals,
    private readonly origins: RequestOrigins,
    private readonly csrf: CsrfTokens,
    private readonly tenants: TenantDirectory,
    private readonly audit: AuditTrail,
  ) {}

  matches(request: FastifyRequest): boolean {
    return this.cookies.accessToken(request) !== undefined;
  }

  /** @throws {OriginError | CsrfTokenError} 403 besides */
  async identify(request: FastifyRequest): Promise<Principal> {
    const principal = await this.principals.of(this.cookies.accessToken(request) ?? '');
    if (SAFE.has(request.method)) return principal;
    try {
      this.origins.check(request);
      this.csrf.check(request, principal.actor.sessionId ?? '');
    } catch (error) {
      if (error instanceof DomainError) await this.tell(principal, error.code);
      throw error;
    }
    return principal;
  }

  private async tell({ actor, tenantId }: Principal, code: string): Promise<void> {
    const tenant = await this.tenants.find(tenantId);
    await this.audit.recordRefusal({
      action: 'request.refused',
      actor,
      details: { code },
      ...(tenant !== undefined && { tenant }),
    });
  }
}
