import { Injectable } from '@nestjs/common';
import { TenantSettings } from '../../../foundation/settings/index.js';
import type { Page } from '../../../kernel/page.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { namedCurrency } from '../named-currency.js';
import type { BookEntryDto } from './dto/book-entry.dto.js';
import { PriceBookEntriesService } from './price-book-entries.service.js';
import { PriceBookPeriods } from './price-book-periods.js';
import type { PriceBook } from './price-book.entity.js';
import { PriceBookCurrencyError, PriceBookPeriodError } from './price-book.errors.js';
import { priceBookResource } from './price-book.policy.js';

/** Prices by currency, time and segment of the buyer. */
@Injectable()
export class PriceBooksService extends ResourceService<PriceBook> {
  constructor(
    foundation: RecordFoundation,
    private readonly settings: TenantSettings,
    private readonly periods: PriceBookPeriods,
    private readonly entries: PriceBookEntriesService,
  ) {
    super(priceBookResource, foundation);
  }

  /** @throws {NotFoundError} 404 */
  async entriesOf(id: string, query: ListQuery): Promise<Page<RecordView>> {
    if (query['priceBookId'] !== undefined) throw badFilter('priceBookId', 'is what the path says');
    await this.get(id);
    return this.entries.list({ ...query, priceBookId: id });
  }

  /** @throws {NotFoundError} 404 · {DuplicateError} 409 · {ValidationError} 422 */
  async addEntry(id: string, input: BookEntryDto): Promise<RecordView> {
    await this.get(id);
    return this.entries.create({ ...input, priceBookId: id });
  }

  protected override check({ validFrom, validTo }: PriceBook): void {
    if (validFrom !== null && validTo !== null && validTo < validFrom) throw new PriceBookPeriodError();
  }

  protected override async examine(writes: readonly RecordWrite<PriceBook>[]): Promise<void> {
    const { currency } = await this.settings.current();
    for (const { after } of writes) {
      after.currency = namedCurrency(after, currency);
      // Of nobody it is of everyone.
      if (after.segment === '') after.segment = null;
    }
    await this.keepCurrencies(writes);
    await this.periods.keepApart(writes);
  }

  private async keepCurrencies(writes: readonly RecordWrite<PriceBook>[]): Promise<void> {
    const changed = writes.filter(({ before, after }) => before && before.currency !== after.currency);
    const filled = await this.entries.booksWithEntries(changed.map(({ after }) => after.id));
    for (const write of changed) if (filled.has(write.after.id)) write.refuse(new PriceBookCurrencyError());
  }
}
