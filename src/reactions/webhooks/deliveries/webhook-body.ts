import type { JournalEvent } from '../../../platform/journal/journal-event.js';

const SCHEMA_VERSION = 1;

type DeliveredEvent = Pick<JournalEvent, 'id' | 'type' | 'occurredAt' | 'record' | 'changes' | 'version'>;

/** The bytes of an event: the same for every endpoint, attempt and replay. */
export function webhookBody(event: DeliveredEvent, tenantId: string): Buffer {
  const previous =
    event.changes === null
      ? null
      : Object.fromEntries(Object.entries(event.changes).map(([field, change]) => [field, change.old]));
  return Buffer.from(
    JSON.stringify({
      id: event.id,
      type: event.type,
      timestamp: event.occurredAt.toISOString(),
      tenantId,
      data: event.record,
      previous,
      recordVersion: event.version,
      schemaVersion: SCHEMA_VERSION,
    }),
  );
}
