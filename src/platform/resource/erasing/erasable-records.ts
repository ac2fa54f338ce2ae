import type { RecordLink } from '../relations/record-link.js';
import type { RecordEntity } from '../record.entity.js';

export interface LinkedSearch {
  /** Whether they may be linked to records as well that are not erased. */
  readonly others: boolean;
  readonly limit: number;
}

/**
 * What erasing does to the records of one type, by code that knows them only through the registry; deleted ones too. Needs
 * a transaction; who may is asked in `require` and `within` alone.
 */
export interface ErasableRecords {
  /**
   * The record, locked, when the caller may do that to it.
   *
   * @param action default `erase`
   * @throws {PermissionDeniedError} 403 · {NotFoundError} 404 also out of reach · {RecordErasedError} 410
   */
  require(id: string, action?: string): Promise<RecordEntity>;
  /** Those of the ids to which the caller may do that, locked. @throws {PermissionDeniedError} 403 */
  within(ids: readonly string[], action: string): Promise<RecordEntity[]>;
  /** Locked, whoever asks. */
  all(ids: readonly string[]): Promise<RecordEntity[]>;
  /** From here on nobody finds them. Their event holds nothing but ids. */
  entomb(ids: readonly string[]): Promise<void>;
  /** @returns how many there were */
  removeRows(ids: readonly string[]): Promise<number>;
  /** Ids of records of which a field has one of the values, in their order; the erased are not among them. */
  idsWith(field: string, values: readonly string[], limit: number): Promise<string[]>;
  /**
   * Empties a field of erased ones that has one of the values, and tells nobody. Where records of two types point at each
   * other and both are erased, neither could go first.
   */
  letGo(field: string, values: readonly string[]): Promise<void>;
  /** Ids of records that are linked to one of the given ones, and are not among the erased. @param field that holds links */
  idsLinked(field: string, records: readonly RecordLink[], search: LinkedSearch): Promise<string[]>;
  /**
   * Changes fields that others than the caller have no say in: with a version and an event for a live record, without for a
   * deleted one.
   */
  amend(before: RecordEntity, fields: Readonly<Record<string, unknown>>): Promise<void>;
  /** Records as the API shows them, without regard to anybody's rights. @param ids at most some hundred */
  shown(ids: readonly string[]): Promise<Readonly<Record<string, unknown>>[]>;
}
