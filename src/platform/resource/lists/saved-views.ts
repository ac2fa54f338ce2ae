import type { SortSyntax } from './list-syntax.js';

/** What a list is seen through: a filter, and what goes without saying where a request says nothing. */
export interface SavedView {
  /** In the JSON form of `POST /search`. */
  readonly filter: unknown;
  readonly search: string | null;
  readonly sort: readonly SortSyntax[];
  /** Empty: all. */
  readonly fields: readonly string[];
  readonly expand: readonly string[];
}

/** Port: the views that users have saved. Implemented by `records/views`. */
export abstract class SavedViews {
  /** @returns undefined for a view that is not there, is of another record type, or that the caller may not see */
  abstract find(id: string, plural: string): Promise<SavedView | undefined>;
}
