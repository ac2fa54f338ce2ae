import type { RecordSnapshot } from '../../../platform/resource/record-snapshot.js';

/** A record as it was after one of its events. */
export interface RecordEvent {
  /** `lead` */
  readonly resource: string;
  readonly recordId: string;
  /** `lead.updated` */
  readonly type: string;
  readonly occurredAt: Date;
  readonly record: RecordSnapshot;
}
