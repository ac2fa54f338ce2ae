import type { RecordEntity } from '../record.entity.js';

export interface WriteOptions {
  /** The version the caller has seen; a newer one is refused with 412. */
  readonly ifMatch?: number | undefined;
  /** What of the input is to be written over the locked record; default all of it. */
  readonly fieldsFor?: (before: RecordEntity) => Partial<RecordEntity>;
}
