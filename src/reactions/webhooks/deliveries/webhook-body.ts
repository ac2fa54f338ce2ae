import type { JournalEvent } from '../../../platform/journal/journal-event.js';
import { eventBody } from '../../../platform/resource/event-body.js';

type DeliveredEvent = Pick<JournalEvent, 'id' | 'type' | 'occurredAt' | 'record' | 'changes' | 'version'>;

/** The bytes of an event, without the fields that the endpoint's owner may not see; else the same for every endpoint. */
export function webhookBody(event: DeliveredEvent, tenantId: string, hidden: ReadonlySet<string>): Buffer {
  return Buffer.from(JSON.stringify(eventBody(event, tenantId, { hidden })));
}
