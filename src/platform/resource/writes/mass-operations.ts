import type { DomainError } from '../../../kernel/errors.js';
import type { FormerVersion } from './former-version.js';
import type { UpsertOptions } from './upsert-options.js';

/** What became of one of many records. */
export type RecordOutcome =
  | {
      readonly kind: 'created' | 'updated' | 'unchanged' | 'deleted';
      readonly id: string;
      /** Of the record as it is now. */
      readonly version: number;
    }
  | { readonly kind: 'refused'; readonly error: DomainError };

/**
 * Writes of up to 1,000 records of one type by set, each by the rules of a write of it alone. They join an open
 * transaction, and answer for each record in the order of those given.
 */
export interface MassOperations {
  /** By what the caller may find records in an upsert. */
  matchFields(): readonly string[];
  /** @param upsert undefined for new ones alone @throws {PermissionDeniedError} 403 without what `write` takes */
  require(upsert: UpsertOptions | undefined): void;
  /**
   * Records from the bodies that `POST` takes.
   *
   * @param upsert undefined: each is a new one
   * @throws {PermissionDeniedError} 403 for what the caller may do with no record of the type
   */
  write(items: readonly unknown[], upsert: UpsertOptions | undefined): Promise<readonly RecordOutcome[]>;
  /** Deletes those that still have the version. @throws {PermissionDeniedError} 403 */
  remove(
    records: readonly { readonly id: string; readonly version: number }[],
  ): Promise<readonly RecordOutcome[]>;
  /** Makes those that still have the version what they were. @throws {PermissionDeniedError} 403 */
  revert(records: readonly FormerVersion[]): Promise<readonly RecordOutcome[]>;
}
