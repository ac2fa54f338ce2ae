/**
 * The keys of advisory locks, all in one place: two users of one key wait for each other without need, and one that waits
 * for the other's transaction as well (CREATE INDEX CONCURRENTLY does) deadlocks with it.
 */
export const ADVISORY_LOCKS = {
  /** One migration of a database at a time. */
  migration: 725_190_346,
  /** One template of a cluster at a time. */
  template: 725_190_347,
  /** One admission of webhook deliveries in a tenant at a time; taken by the function `admit_webhook_deliveries`. */
  deliveryAdmission: 725_190_348,
  /** One compaction of record counts in a tenant at a time. */
  countCompaction: 725_190_349,
  /** One builder of indexes in a tenant at a time. */
  indexes: 725_190_350,
} as const;
