import type { Page } from '../../kernel/page.js';
import type { ListQuery } from './list-policy.js';
import type { RecordHit, RecordView } from './resource-descriptor.js';

/** What can be done with the records of any type, by code that knows them only through the registry. */
export interface RecordOperations {
  get(id: string): Promise<RecordView>;
  list(query: ListQuery): Promise<Page<RecordView>>;
  /**
   * The best of the records that hold a text, or of those that resemble it.
   *
   * @throws {PermissionDeniedError} 403 · {BadRequestError} 400 for what cannot be looked for
   */
  search(text: string, limit: number, kind: 'matching' | 'similar'): Promise<readonly RecordHit[]>;
}
