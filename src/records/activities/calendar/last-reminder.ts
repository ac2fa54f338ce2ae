/** Which reminder of an event fired last. */
export interface LastReminder {
  /** When it was due. */
  readonly dueAt: string;
  readonly minutesBefore: number;
  /** The occurrence that it was about, by its start by the rule; of an event that does not repeat its start. */
  readonly occurrenceStart: string;
}
