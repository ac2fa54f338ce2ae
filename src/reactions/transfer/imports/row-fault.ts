/** What is wrong with a row. */
export interface RowFault {
  readonly column?: string;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
}
