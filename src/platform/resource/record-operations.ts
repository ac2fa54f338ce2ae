import type { Page } from '../../kernel/page.js';
import type { ListQuery } from './list-policy.js';
import type { RecordView } from './resource-descriptor.js';

/** What can be done with the records of any type, by code that knows them only through the registry. */
export interface RecordOperations {
  /** The table its records are in. */
  readonly tableName: string;
  get(id: string): Promise<RecordView>;
  list(query: ListQuery): Promise<Page<RecordView>>;
}
