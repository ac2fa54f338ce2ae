import type { MergeDto } from './merge.dto.js';

/** What undoes merges of records of any type. */
export interface Unmerging {
  /**
   * Undoes a merge in one transaction: the merged records come back, and what has not changed since is as it was.
   *
   * @param force leaves what has changed since the merge as it is now
   * @throws {PermissionDeniedError} 403 · {NotFoundError} 404 · {ConflictError} 409 · {MergeExpiredError} 410
   */
  undo(id: string, force: boolean): Promise<MergeDto>;
}
