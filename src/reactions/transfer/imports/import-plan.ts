import type { CellForms } from './cell-values.js';
import type { DelimiterName } from './delimiters.js';
import type { ImportPolicy } from './import-policy.js';
import type { ImportFormat } from './row-format.js';
import type { ReaderPlace } from './row-reader.js';
import type { Encoding } from './text-encoding.js';

/** A column of the table, and the field that it is written to. */
export interface PlannedColumn {
  readonly name: string;
  readonly field: string | null;
}

/** All that an import does, but for its rows. Plain data: it is what the job is asked for. */
export interface ImportPlan extends CellForms {
  /** The path: `leads`. */
  readonly resource: string;
  readonly file: { readonly name: string; readonly size: number };
  readonly format: ImportFormat;
  readonly encoding: Encoding;
  /** Whether the encoding is but a guess by the first rows, which have none but ASCII characters. */
  readonly isEncodingOpen: boolean;
  /** Of CSV. */
  readonly delimiter: DelimiterName | null;
  /** Of CSV all; of NDJSON those that the first rows have. */
  readonly columns: readonly PlannedColumn[];
  /** Whether members of NDJSON that are no column are left out. */
  readonly isClosed: boolean;
  readonly policy: ImportPolicy;
  readonly matchOn: string | null;
  /** Behind the header. */
  readonly start: ReaderPlace;
}
