import type { RecordLink } from '../resource/relations/record-link.js';

/** Records that are erased together, as far as one slice is about them. */
export interface ErasedBatch {
  /** Which erasure it is. */
  readonly erasureId: string;
  readonly records: readonly RecordLink[];
  /** Texts that name the person (`ada@example.com`), as they stood in the records; none when single records are erased. */
  readonly identifiers: readonly string[];
  /** Where the slice before has ended, in the store's own terms; null at the beginning. */
  readonly after: string | null;
}

/** What one slice has done. */
export interface ErasedSlice {
  /** How much was erased, by what is counted: `{ consents: 2 }`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Where to go on; null when nothing is left of these records. */
  readonly next: string | null;
}

/** A file that is held on somebody. */
export interface DisclosedFile {
  /** Without a folder. */
  readonly name: string;
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/**
 * A place that holds something on people: it can take it out, and say what it is. Whoever keeps such a place adds it to
 * `PersonalDataStores`; nobody else needs to know of it.
 */
export interface PersonalDataStore {
  /** `consents`: names its part of an export. */
  readonly name: string;
  /** The tenant's tables that it answers for. */
  readonly tables: readonly string[];
  /**
   * `some`, the default: it is asked for a hundred records at a time, which it finds by an index. `all`: it must look
   * through everything it holds, and is asked once, for all records together.
   */
  readonly asks?: 'some' | 'all';
  /**
   * Takes out what it holds of the records: one slice of at most some hundred rows, in the transaction of the caller. It is
   * called until `next` is null, again from the beginning after a while, and again after a crash: what is gone is no error.
   */
  erase(batch: ErasedBatch): Promise<ErasedSlice>;
  /** Everything that it holds of the records, as plain data; a part at a time. */
  disclose?(records: readonly RecordLink[]): AsyncIterable<Readonly<Record<string, unknown>>>;
  /** The files among it. */
  files?(records: readonly RecordLink[]): AsyncIterable<DisclosedFile>;
}

/** The ids of those records that are of one type. @param resource `contact` */
export function idsOf(records: readonly RecordLink[], resource: string): string[] {
  return records.filter((record) => record.resource === resource).map(({ id }) => id);
}
