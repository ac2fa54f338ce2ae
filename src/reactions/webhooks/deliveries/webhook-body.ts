import type { JournalEvent } from '../../../platform/journal/journal-event.js';
import { type EventBody, eventBody, type EventShape } from '../../../platform/resource/events/event-body.js';

/** Bytes of a body; what is larger is to be fetched. */
const LARGEST_BODY = 256 * 1_024;
const NOTHING: ReadonlySet<string> = new Set();

type DeliveredEvent = Pick<JournalEvent, 'id' | 'type' | 'occurredAt' | 'record' | 'changes' | 'version'>;

export interface BodySource {
  readonly tenantId: string;
  /** Where the API is reached: the link of a body that had to be cut leads there. */
  readonly publicUrl: string;
}

/** The bytes of an event; over 256 KiB without its record, which a link leads to. */
export function webhookBody(
  event: DeliveredEvent,
  shape: EventShape,
  { tenantId, publicUrl }: BodySource,
): Buffer {
  const whole = bytesOf(eventBody(event, tenantId, shape));
  if (whole.byteLength <= LARGEST_BODY) return whole;
  const thin = eventBody({ ...event, changes: null }, tenantId, { ...shape, fields: NOTHING });
  return bytesOf({ ...thin, truncated: true, link: `${publicUrl}/api/events/${event.id}` });
}

function bytesOf(body: EventBody | Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(JSON.stringify(body));
}
