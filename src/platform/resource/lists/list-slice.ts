import type { ListQuery } from './list-query.js';

/** A part of all that a list finds. */
export interface ListSlice {
  /** The list, in one of its two forms, without what says which page is meant. */
  readonly list: { readonly query: ListQuery } | { readonly body: unknown };
  /** `nextCursor` of the slice before. */
  readonly cursor?: string | undefined;
  /** Records, from 1 to 999. */
  readonly size: number;
  /** Whether the records are counted, as far as lists count. */
  readonly includeTotal?: boolean;
}
