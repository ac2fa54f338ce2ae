/** One time at which an event takes place. */
export interface Occurrence {
  /** When it starts by the rule: what it is known by. Of an event that does not repeat its start. */
  readonly originalStart: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly title: string;
  readonly description: string | null;
  readonly location: string | null;
  /** Whether it differs from the other occurrences. */
  readonly isChanged: boolean;
}
