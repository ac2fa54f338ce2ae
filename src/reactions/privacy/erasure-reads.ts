import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import { ErasedRecords } from '../../platform/privacy/erased-records.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import { type ListQuery, readListQuery } from '../../platform/resource/lists/list-query.js';
import { PlainLists } from '../../platform/resource/lists/plain-lists.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { ErasureDetailDto } from './dto/erasure-detail.dto.js';
import { ERASURE_POLICY, ERASURE_TABLE } from './erasure-list.policy.js';
import { ErasureStore } from './erasure-store.js';

/** Ids that a receipt shows, at most; its list of records goes on with `recordsAfter`. */
const SHOWN = 1_000;

type ErasureRow = ErasureDto & Record<string, unknown>;

/** Receipts, for whoever may read them. */
@Injectable()
export class ErasureReads {
  private readonly lists: PlainLists;

  constructor(
    private readonly store: ErasureStore,
    private readonly erased: ErasedRecords,
    foundation: RecordFoundation,
  ) {
    this.lists = new PlainLists({ table: ERASURE_TABLE, policy: ERASURE_POLICY }, foundation);
  }

  /** @throws {BadRequestError} 400 for what the list does not have */
  async list(query: ListQuery): Promise<Page<ErasureDto>> {
    const syntax = readListQuery(query);
    if (syntax.fields !== undefined) throw badFilter('fields', 'is not a parameter of this list');
    const page = await this.lists.list(syntax);
    return { ...page, items: page.items.map((row) => row as ErasureRow) };
  }

  /** @throws {NotFoundError} 404 */
  async get(id: string): Promise<ErasureDetailDto> {
    const receipt = await this.store.find(id);
    if (receipt === undefined) throw new NotFoundError('Erasure');
    const records = await this.erased.page(id, '0', SHOWN);
    const recordCount = await this.erased.count(id);
    return {
      ...receipt,
      recordCount,
      records: records.map(({ resource, id: recordId }) => ({ resource, id: recordId })),
    };
  }
}
