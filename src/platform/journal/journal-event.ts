/** What happened to one field. */
export interface FieldChange {
  readonly old: unknown;
  readonly new: unknown;
}

/** What a committed change was about, without the record itself. */
export interface JournalHead {
  /** Dense, in commit order per record; the cursor of every feed. */
  readonly position: number;
  readonly seq: number;
  /** The event's own id; equal for every endpoint, attempt and replay. */
  readonly id: string;
  readonly resource: string;
  readonly recordId: string;
  /** `lead.updated` */
  readonly type: string;
  readonly version: number;
  readonly actorKind: string;
  readonly actorId: string;
  readonly requestId: string;
  readonly occurredAt: Date;
}

/** One committed change of one record, as a feed shows it. */
export interface JournalEvent extends JournalHead {
  readonly changes: Readonly<Record<string, FieldChange>> | null;
  /** The record as it was after the change, in the shape of the API. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** What a writer says; the journal adds who and where, and when unless it is told. */
export interface JournalEntry {
  readonly resource: string;
  readonly recordId: string;
  readonly type: string;
  readonly version: number;
  readonly changes: Readonly<Record<string, FieldChange>> | null;
  readonly record: Readonly<Record<string, unknown>>;
  /** ISO 8601; default now. */
  readonly occurredAt?: string;
}
