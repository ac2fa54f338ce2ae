import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { moneyFaults } from '../money-faults.js';
import type { PriceBookEntry } from './price-book-entry.entity.js';
import { priceBookEntryResource } from './price-book-entry.policy.js';

/** Held, so that the currency stays while a price in it is written. */
const CURRENCIES = `SELECT id, currency FROM price_books WHERE id = ANY ($1::uuid[]) ORDER BY id FOR SHARE`;
const FILLED = `SELECT DISTINCT price_book_id AS id FROM price_book_entries
  WHERE price_book_id = ANY ($1::uuid[]) AND deleted_at IS NULL`;

interface BookCurrency {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly currency: string;
}

/** What products cost in a price book. */
@Injectable()
export class PriceBookEntriesService extends ResourceService<PriceBookEntry> {
  constructor(foundation: RecordFoundation) {
    super(priceBookEntryResource, foundation);
  }

  /** Those of the books that have prices. */
  async booksWithEntries(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.foundation.database.query<{ id: string }>({ text: FILLED, values: [ids] });
    return new Set(rows.map(({ id }) => id));
  }

  protected override async examine(writes: readonly RecordWrite<PriceBookEntry>[]): Promise<void> {
    const ids = [...new Set(writes.map(({ after }) => after.priceBookId))];
    const statement = { text: CURRENCIES, values: [ids] };
    const books = await this.foundation.database.query<BookCurrency>(statement);
    const currencies = new Map(books.map(({ id, currency }) => [id, currency]));
    for (const write of writes) {
      const currency = currencies.get(write.after.priceBookId);
      if (currency === undefined) continue;
      const faults = moneyFaults({ unitPrice: write.after.unitPrice }, currency);
      if (faults.length > 0) write.refuse(new ValidationError(faults));
    }
  }
}
