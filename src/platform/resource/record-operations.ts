import type { Page } from '../../kernel/page.js';
import type { BulkAnswerDto } from './writes/bulk-answer.dto.js';
import type { ErasableRecords } from './erasing/erasable-records.js';
import type { ListQuery } from './lists/list-query.js';
import type { ListSlice } from './lists/list-slice.js';
import type { MassOperations } from './writes/mass-operations.js';
import type { Unmerging } from './merging/unmerging.js';
import type { RecordSnapshot } from './record-snapshot.js';
import type { RecordEntity } from './record.entity.js';
import type { RelatedSource } from './relations/related-source.js';
import type { RecordHit, RecordView } from './resource-descriptor.js';

/** What can be done with the records of any type, by code that knows them only through the registry. */
export interface RecordOperations {
  /** As lists of other record types see them. */
  readonly related: RelatedSource;
  /** Many records at once, for code that goes by what became of each. */
  readonly mass: MassOperations;
  readonly erasure: ErasableRecords;
  /** @param query `fields` and `expand` */
  get(id: string, query?: ListQuery): Promise<RecordView>;
  list(query: ListQuery): Promise<Page<RecordView>>;
  /** A list in its JSON form, `POST /search`. */
  search(body: unknown): Promise<Page<RecordView>>;
  /**
   * The next part of all that a list finds, for who reads the whole of it; a search too is in the list's order. May take
   * longer than a list.
   *
   * @throws {BadRequestError} 400 also for a cursor of other rights · {PermissionDeniedError} 403
   */
  slice(slice: ListSlice): Promise<Page<RecordView>>;
  /** Refuses what `search` would refuse, and reads nothing. */
  checkSearch(body: unknown): Promise<void>;
  /**
   * Of which of the records, as they are given, a filter in its JSON form is true; one answer each, in their order. One
   * statement, however many. Days are those of the tenant, relative dates are relative to now; deleted records are
   * judged like others.
   *
   * @param snapshots records in the shape of the API, as they are or were
   * @throws {BadRequestError} for what lists refuse the caller · {PermissionDeniedError} for a relation
   */
  matching(filter: unknown, snapshots: readonly RecordSnapshot[]): Promise<readonly boolean[]>;
  /**
   * Those of the ids whose records are there, not deleted and within the caller's reach; none without the permission
   * to read. One query, however many ids.
   *
   * @param hold for who is about to point at them: none of them is merged into another until the transaction ends
   */
  findReadable(ids: readonly string[], hold?: boolean): Promise<ReadonlySet<string>>;
  /**
   * Creates a record from the fields that its `POST` takes, which the caller has validated; joins an open transaction.
   *
   * @throws {PermissionDeniedError} 403 · {ValidationError} 422 · {DuplicateError} 409 · {QuotaExceededError} 403
   */
  create(input: Partial<RecordEntity>): Promise<RecordView>;
  update(id: string, input: Partial<RecordEntity>): Promise<RecordView>;
  /**
   * Changes up to 1,000 records by set, each with an answer of its own; joins an open transaction.
   *
   * @param ids each once, in lower case
   * @param fieldsFor what a record is to have, asked with it locked; a DomainError it throws refuses this one alone
   * @throws {PermissionDeniedError} 403 when the caller may update no record of the type
   */
  updateMany(
    ids: readonly string[],
    fieldsFor: (before: RecordEntity) => Partial<RecordEntity>,
  ): Promise<BulkAnswerDto>;
  /**
   * Changes what follows from another write, by set: reach and field rules of the caller are not asked, rules of the room are.
   * Records that are gone are left out. Needs a transaction.
   *
   * @returns the new versions of those that it changed, by id
   * @throws {DomainError} when one of them cannot be so
   */
  rewrite(
    ids: readonly string[],
    fieldsFor: (before: RecordEntity) => Partial<RecordEntity>,
  ): Promise<ReadonlyMap<string, number>>;
  /** Undoes merges of its records. */
  readonly merges: Unmerging;
  /**
   * The best of the records that hold a text, or of those that resemble it.
   *
   * @throws {PermissionDeniedError} 403 · {BadRequestError} 400 for what cannot be looked for
   */
  findBest(text: string, limit: number, kind: 'matching' | 'similar'): Promise<readonly RecordHit[]>;
}
