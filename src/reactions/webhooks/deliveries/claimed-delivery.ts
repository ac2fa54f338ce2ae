import type { FieldChange } from '../../../platform/journal/journal-event.js';
import type { EndpointOwner, PreviousSecret } from '../endpoints/index.js';

/** Who waits behind whom: what is sent for the first time, again after a failure, or again because somebody asked. */
export type DeliveryLane = 'fresh' | 'retry' | 'replay';

/** A delivery that this process has taken, with all it needs to send it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly lane: DeliveryLane;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
  /** Attempts made before the schedule began anew; 0 unless it was replayed. */
  readonly scheduleStart: number;
  /** By the clock of the database server. */
  readonly claimedAt: Date;
  readonly url: string;
  readonly sealedSecret: string;
  /** From newest to oldest. */
  readonly previousSecrets: readonly PreviousSecret[];
  readonly sealedHeaders: string | null;
  /** The fields that the endpoint wants of a record; null for all. */
  readonly fields: readonly string[] | null;
  /** Seconds before each attempt; null for the product's own. */
  readonly retrySchedule: readonly number[] | null;
  /** Whether the endpoint had neither failed last nor slots kept from it. */
  readonly isWell: boolean;
  /** Whose rights the body obeys. */
  readonly owner: EndpointOwner;
  readonly event: {
    readonly id: string;
    readonly resource: string;
    readonly type: string;
    readonly version: number;
    readonly occurredAt: Date;
    readonly record: Readonly<Record<string, unknown>>;
    readonly changes: Readonly<Record<string, FieldChange>> | null;
  };
}

/** A row as the database's admission answers it. */
export interface AdmittedRow extends Omit<ClaimedDelivery, 'event'> {
  /** Of the whole answer. */
  readonly hasMore: boolean;
  readonly head: { id: string; resource: string; type: string; version: number };
  readonly occurredAt: Date;
  readonly record: Readonly<Record<string, unknown>>;
  readonly changes: Readonly<Record<string, FieldChange>> | null;
}

export function claimedOf({
  head,
  occurredAt,
  record,
  changes,
  hasMore: _hasMore,
  ...delivery
}: AdmittedRow): ClaimedDelivery {
  return { ...delivery, event: { ...head, occurredAt, record, changes } };
}

export interface FinishedAttempt {
  readonly deliveryId: string;
  readonly endpointId: string;
  /** Whether the endpoint was well when the delivery was taken. */
  readonly isWell: boolean;
  /** Whether it was sent by hand, to see what comes of it. */
  readonly isTest: boolean;
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMilliseconds: number;
  /** `response`, or why there was none; `not-permitted` when the endpoint's owner may not see the record. */
  readonly outcome: string;
  readonly responseStatus: number | null;
  readonly responseExcerpt: string | null;
  readonly status: 'succeeded' | 'failed' | 'pending' | 'cancelled';
  /** When the next attempt is due; null when there is none. */
  readonly nextAttemptAt: Date | null;
  /** Whether the endpoint said that it wants nothing more. */
  readonly isGone: boolean;
}
