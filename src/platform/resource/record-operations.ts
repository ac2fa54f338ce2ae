import type { Page } from '../../kernel/page.js';
import type { ListQuery } from './list-query.js';
import type { RelatedSource } from './related-source.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordView } from './resource-descriptor.js';

/** What can be done with the records of any type, by code that knows them only through the registry. */
export interface RecordOperations {
  /** As lists of other record types see them. */
  readonly related: RelatedSource;
  /** @param query `fields` and `expand` */
  get(id: string, query?: ListQuery): Promise<RecordView>;
  list(query: ListQuery): Promise<Page<RecordView>>;
  /** A list in its JSON form, `POST /search`. */
  search(body: unknown): Promise<Page<RecordView>>;
  /** Refuses what `search` would refuse, and reads nothing. */
  checkSearch(body: unknown): Promise<void>;
  update(id: string, input: Partial<RecordEntity>): Promise<RecordView>;
}
