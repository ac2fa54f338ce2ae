import type { StorePlace } from './erased-stores.js';

/** How far an erasure has come: first what hangs on the records, then every store, then the rows. */
export interface ErasurePlace extends StorePlace {
  /** What was begun before the records were hidden may still write: after a while all is looked through again. */
  readonly round: 'first' | 'last';
  readonly part: 'links' | 'stores' | 'rows';
}

export const FIRST_PLACE: ErasurePlace = {
  round: 'first',
  part: 'links',
  store: null,
  records: '0',
  after: null,
};
