export const IMPORT_FORMATS = ['csv', 'ndjson'] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** One record of a text, by its place in the bytes that were read: cells of CSV, an object of NDJSON, or why it is neither. */
export interface FoundRow {
  readonly start: number;
  /** Where the next one begins. */
  readonly end: number;
  /** Lines of the text that it takes. */
  readonly cells?: readonly string[];
  readonly members?: Readonly<Record<string, unknown>>;
  readonly fault?: string;
}

/** How rows are found in bytes that are UTF-8. */
export interface RowFormat {
  /**
   * The first rows, at most so many. None when the bytes hold no whole one, which at the end of the text means that there
   * is none any more.
   *
   * @param isEnd whether the text ends with these bytes
   */
  find(bytes: Buffer, limit: number, isEnd: boolean): FoundRow[];
}
