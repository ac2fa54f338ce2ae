import type { AuditTrail } from '../audit/audit-trail.js';

/** Tells the audit log who has read what of a resource marked sensitive; one entry a read, without values. */
export function tellOfRead(
  audit: AuditTrail,
  { name }: { readonly name: string },
  { id = null, ids }: { readonly id?: string | null; readonly ids: readonly string[] },
): Promise<void> {
  const subject = { resource: name, id };
  return audit.record({ action: `${name}.read`, subject, details: { count: ids.length, ids } });
}
