/**
 * The tenant schema that this build's code needs (timestamp of a migration in `migrations/tenant`). A tenant below
 * it is answered 503 until it has been migrated; migrations are expand-only, so one above it is served.
 */
export const MINIMUM_TENANT_SCHEMA = 20261129105100;
