import type { TenantReference } from './tenant-reference.js';

/** Port: finds tenants for code that only has an id (jobs, tokens) or a slug (public pages). Implemented by `foundation/tenancy`. */
export abstract class TenantDirectory {
  /** @returns undefined for an unknown tenant or one that is not usable yet. May be up to a second stale. */
  abstract find(tenantId: string): Promise<TenantReference | undefined>;
  /** By what addresses call it, or have called it. @returns undefined as `find` does. May be up to a second stale. */
  abstract findBySlug(slug: string): Promise<TenantReference | undefined>;
}
