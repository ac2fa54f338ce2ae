import type { JournalEvent } from '../../../platform/journal/journal-event.js';
import { withoutNamed } from '../../../platform/resource/named-fields.js';

const SCHEMA_VERSION = 1;

type DeliveredEvent = Pick<JournalEvent, 'id' | 'type' | 'occurredAt' | 'record' | 'changes' | 'version'>;

/** The bytes of an event, without the fields that the endpoint's owner may not see; else the same for every endpoint. */
export function webhookBody(event: DeliveredEvent, tenantId: string, hidden: ReadonlySet<string>): Buffer {
  const shown = (fields: Readonly<Record<string, unknown>>) => withoutNamed(fields, hidden);
  const previous =
    event.changes === null
      ? null
      : shown(
          Object.fromEntries(Object.entries(event.changes).map(([field, change]) => [field, change.old])),
        );
  return Buffer.from(
    JSON.stringify({
      id: event.id,
      type: event.type,
      timestamp: event.occurredAt.toISOString(),
      tenantId,
      data: shown(event.record),
      previous,
      recordVersion: event.version,
      schemaVersion: SCHEMA_VERSION,
    }),
  );
}
