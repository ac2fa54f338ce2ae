import type { RecordView } from '../resource-descriptor.js';

/** How the records of a list are put into groups. */
export interface Grouping {
  /** The field whose values are the groups. */
  readonly field: string;
  /** Those that are wanted, in their order. */
  readonly keys: readonly string[];
  /** A number that is added up, by the values of another field, which is never null: amounts by currencies. */
  readonly sum: string;
  readonly per: string;
  /** Whether the table keeps these sums (`keep_record_sums` in its migration): a list without conditions reads them there. */
  readonly isKept: boolean;
}

export interface GroupSum {
  /** `EUR` */
  readonly per: string;
  readonly count: number;
  /** Null where no record has a number, or the caller may not see it. */
  readonly sum: number | null;
}

/** The records of a list that have one value in one field. */
export interface RecordGroup {
  readonly key: string;
  /** The first of them, in the order of the list. */
  readonly items: readonly RecordView[];
  readonly count: number;
  readonly sums: readonly GroupSum[];
}
