import type { JournalEvent } from '../../journal/journal-event.js';
import { EVENT_SCHEMA_VERSION } from './event-schema-version.js';
import { withoutNamed } from '../lists/named-fields.js';
import { holderOf } from '../writes/record-changes.js';

/** Without these nobody could tell what an event is about, which of two is newer, or that it is part of a merge. */
const ALWAYS: ReadonlySet<string> = new Set(['id', 'version', 'merge']);

/** What of the thing that an event is about is shown. */
export interface EventShape {
  /** Fields that the reader may not see. */
  readonly hidden: ReadonlySet<string>;
  /** The fields that were chosen; undefined for all. */
  readonly fields?: ReadonlySet<string> | undefined;
}

/** An event as it leaves the product, by whatever way. */
export interface EventBody {
  readonly id: string;
  readonly type: string;
  /** When it happened. */
  readonly timestamp: string;
  readonly tenantId: string;
  /** The thing as it was after the event. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What the changed fields held before; null when the event is no change of fields. */
  readonly previous: Readonly<Record<string, unknown>> | null;
  readonly recordVersion: number;
  readonly schemaVersion: number;
}

type ToldEvent = Pick<JournalEvent, 'id' | 'type' | 'occurredAt' | 'record' | 'changes' | 'version'>;

export function eventBody(event: ToldEvent, tenantId: string, shape: EventShape): EventBody {
  const { changes } = event;
  const before = changes && Object.entries(changes).map(([field, { old }]) => [field, old] as const);
  return {
    id: event.id,
    type: event.type,
    timestamp: event.occurredAt.toISOString(),
    tenantId,
    data: shown(event.record, shape),
    previous: before && shown(Object.fromEntries(before), shape),
    recordVersion: event.version,
    schemaVersion: EVENT_SCHEMA_VERSION,
  };
}

function shown(
  all: Readonly<Record<string, unknown>>,
  { hidden, fields }: EventShape,
): Readonly<Record<string, unknown>> {
  const visible = withoutNamed(all, hidden);
  if (fields === undefined) return visible;
  const isChosen = (field: string): boolean => fields.has(field) || ALWAYS.has(field);
  return Object.fromEntries(Object.entries(visible).filter(([field]) => isChosen(holderOf(field))));
}
