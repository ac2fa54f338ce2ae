import { NotFoundError, UnavailableError } from '../../kernel/errors.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { MINIMUM_TENANT_SCHEMA } from './minimum-schema.js';

/**
 * The tenant that a signed link leads to, when it serves at the moment. Whoever follows a link is told no more of the
 * tenant than that there is no such thing.
 *
 * @param what the link leads to: `File`
 * @throws {UnavailableError} 503 while the tenant is moved or migrated · {NotFoundError} 404
 */
export function tenantBehindLink(tenant: TenantReference | undefined, what: string): TenantReference {
  if (tenant?.state === 'moving' || (tenant?.schemaVersion ?? Infinity) < MINIMUM_TENANT_SCHEMA)
    throw new UnavailableError(`The ${what.toLowerCase()} is not available at the moment`, 30);
  if (tenant?.state !== 'active' && tenant?.state !== 'read-only') throw new NotFoundError(what);
  return tenant;
}
