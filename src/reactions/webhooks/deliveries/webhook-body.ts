import type { JournalEvent } from '../../../platform/journal/journal-event.js';
import { type EventBody, eventBody } from '../../../platform/resource/event-body.js';

/** Bytes of a body; what is larger is to be fetched. */
const LARGEST_BODY = 256 * 1_024;

type DeliveredEvent = Pick<JournalEvent, 'id' | 'type' | 'occurredAt' | 'record' | 'changes' | 'version'>;
/** What of a record a body shows. */
export interface BodyShape {
  /** Fields that the endpoint's owner may not see. */
  readonly hidden: ReadonlySet<string>;
  /** The fields that the endpoint has chosen; null for all. */
  readonly fields: readonly string[] | null;
}

export interface BodySource {
  readonly tenantId: string;
  /** Where the API is reached: the link of a body that had to be cut leads there. */
  readonly publicUrl: string;
}

/** The bytes of an event; over 256 KiB without its record, which a link leads to. */
export function webhookBody(
  event: DeliveredEvent,
  { hidden, fields }: BodyShape,
  { tenantId, publicUrl }: BodySource,
): Buffer {
  const chosen = fields === null ? undefined : new Set(fields);
  const whole = eventBody(event, tenantId, { hidden, fields: chosen });
  const bytes = bytesOf(whole);
  if (bytes.byteLength <= LARGEST_BODY) return bytes;
  const thin = eventBody({ ...event, changes: null }, tenantId, { hidden, fields: new Set() });
  return bytesOf({ ...thin, truncated: true, link: `${publicUrl}/api/events/${event.id}` });
}

function bytesOf(body: EventBody | Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(JSON.stringify(body));
}
