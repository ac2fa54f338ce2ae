/** Which reminder of an event fired last. */
export interface LastReminder {
  /** When it was due. */
  readonly dueAt: string;
  readonly minutesBefore: number;
  /** The occurrence that it was about; of an event that does not repeat its start. */
  readonly occurrenceStart: string;
}
