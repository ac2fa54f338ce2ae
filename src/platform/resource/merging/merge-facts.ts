/** What events say of the merge that they are part of, beside the record: ids and counts alone. */
export interface MergeFacts {
  readonly id: string;
  /** The record that lives on. */
  readonly survivorId: string;
  /** The records that were merged into it. */
  readonly mergedIds: readonly string[];
}
