import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';

/** What is bought, by whom and when. */
export interface PriceRequest {
  readonly productId: string;
  readonly currency: string;
  /** Of the buyer; null for none. */
  readonly segment: string | null;
  /** `2026-05-01`. */
  readonly day: string;
  readonly quantity: number;
}

export interface FoundPrice {
  readonly unitPrice: number;
  readonly priceBookId: string;
}

/** The segment's own book first; in a book the price for the largest quantity that is reached. */
const PRICES = `SELECT wanted.place, found.* FROM json_to_recordset($1) AS wanted
    (place integer, product_id uuid, currency text, segment text, day date, quantity numeric)
  CROSS JOIN LATERAL (
    SELECT entry.unit_price AS "unitPrice", book.id AS "priceBookId" FROM price_book_entries AS entry
      JOIN price_books AS book ON book.id = entry.price_book_id
    WHERE entry.product_id = wanted.product_id AND entry.deleted_at IS NULL
      AND entry.minimum_quantity <= wanted.quantity
      AND book.deleted_at IS NULL AND book.active AND book.currency = wanted.currency
      AND (book.segment IS NULL OR lower(book.segment) = lower(wanted.segment))
      AND daterange(book.valid_from, book.valid_to, '[]') @> wanted.day
    ORDER BY book.segment IS NULL, entry.minimum_quantity DESC LIMIT 1
  ) AS found`;

interface PriceRow extends FoundPrice {
  readonly [column: string]: unknown;
  readonly place: number;
}

/** Looks prices up in the books, whoever asks: a price does not depend on who sells. */
@Injectable()
export class PriceFinder {
  constructor(private readonly database: TenantDatabase) {}

  /** By the places of the requests; those that no book has a price for are not among them. */
  async find(requests: readonly PriceRequest[]): Promise<ReadonlyMap<number, FoundPrice>> {
    if (requests.length === 0) return new Map();
    const wanted = requests.map(({ productId, ...request }, place) => ({
      ...request,
      place,
      product_id: productId,
    }));
    const values = [JSON.stringify(wanted)];
    const statement = { name: 'find-prices', text: PRICES, values, types: RECORD_TYPES };
    const rows = await this.database.query<PriceRow>(statement);
    return new Map(rows.map(({ place, unitPrice, priceBookId }) => [place, { unitPrice, priceBookId }]));
  }
}
