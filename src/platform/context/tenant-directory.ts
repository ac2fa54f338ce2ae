import type { TenantReference } from './tenant-reference.js';

/** Port: finds tenants for code that only has an id (jobs, tokens). Implemented by `foundation/tenancy`. */
export abstract class TenantDirectory {
  /** @returns undefined for an unknown tenant or one that is not usable yet. May be up to a second stale. */
  abstract find(tenantId: string): Promise<TenantReference | undefined>;
}
