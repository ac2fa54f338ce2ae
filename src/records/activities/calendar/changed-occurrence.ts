/** One occurrence of a series that differs from the others. */
export interface ChangedOccurrence {
  /** When it would start by the rule: what it is known by. */
  readonly originalStart: string;
  readonly startsAt: string;
  readonly endsAt: string;
  /** Null: as the series has it. */
  readonly title: string | null;
  readonly description: string | null;
  readonly location: string | null;
}
