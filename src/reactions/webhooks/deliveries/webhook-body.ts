import type { JournalEvent } from '../../../platform/journal/journal-event.js';
import { EVENT_SCHEMA_VERSION } from '../../../platform/resource/event-schema-version.js';
import { withoutNamed } from '../../../platform/resource/named-fields.js';
import { holderOf } from '../../../platform/resource/record-changes.js';

/** Bytes of a body; what is larger is to be fetched. */
const LARGEST_BODY = 256 * 1_024;
/** Without these nobody could tell what an event is about, or which of two is newer. */
const ALWAYS: ReadonlySet<string> = new Set(['id', 'version']);

type DeliveredEvent = Pick<JournalEvent, 'id' | 'type' | 'occurredAt' | 'record' | 'changes' | 'version'>;
type Fields = Readonly<Record<string, unknown>>;

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
  shape: BodyShape,
  { tenantId, publicUrl }: BodySource,
): Buffer {
  const { changes } = event;
  const old =
    changes && Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, change.old]));
  const head = { id: event.id, type: event.type, timestamp: event.occurredAt.toISOString(), tenantId };
  const versions = { recordVersion: event.version, schemaVersion: EVENT_SCHEMA_VERSION };
  const data = shown(event.record, shape);
  const whole = bytesOf({ ...head, data, previous: old && shown(old, shape), ...versions });
  if (whole.byteLength <= LARGEST_BODY) return whole;
  const thin = Object.fromEntries(Object.entries(data).filter(([field]) => ALWAYS.has(field)));
  const link = `${publicUrl}/api/events/${event.id}`;
  return bytesOf({ ...head, data: thin, previous: null, ...versions, truncated: true, link });
}

function bytesOf(body: Fields): Buffer {
  return Buffer.from(JSON.stringify(body));
}

function shown(source: Fields, { hidden, fields }: BodyShape): Fields {
  const visible = withoutNamed(source, hidden);
  if (fields === null) return visible;
  const isChosen = (name: string): boolean => ALWAYS.has(name) || fields.includes(holderOf(name));
  return Object.fromEntries(Object.entries(visible).filter(([name]) => isChosen(name)));
}
