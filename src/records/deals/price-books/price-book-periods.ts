import { Injectable } from '@nestjs/common';
import { currentAccess } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { PriceBook } from './price-book.entity.js';
import { type NamedBook, OverlappingPriceBookError } from './price-book.errors.js';

/** One writer of validities at a time: the next one then sees, and names, what would be in its way. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('price-books', 0))`;
/** Of books that clash, the earlier one. Books that the call changes are looked at as they will be. */
const OVERLAPS = `SELECT wanted.place, other.id, other.name FROM json_to_recordset($1)
    AS wanted (place integer, id uuid, currency text, segment text, valid_from date, valid_to date)
  CROSS JOIN LATERAL (
    SELECT book.id, book.name FROM price_books AS book
    WHERE book.deleted_at IS NULL AND book.active AND book.id <> ALL ($2::uuid[]) AND book.currency = wanted.currency
      AND coalesce(lower(book.segment), '') = coalesce(lower(wanted.segment), '')
      AND daterange(book.valid_from, book.valid_to, '[]') && daterange(wanted.valid_from, wanted.valid_to, '[]')
    ORDER BY book.valid_from NULLS FIRST LIMIT 1
  ) AS other`;

interface Overlap extends NamedBook {
  readonly [column: string]: unknown;
  readonly place: number;
}

/** Keeps the validities of price books of one currency and segment apart. */
@Injectable()
export class PriceBookPeriods {
  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
  ) {}

  /** Refuses each book that would be valid on a day on which another one is. Needs a transaction. */
  async keepApart(writes: readonly RecordWrite<PriceBook>[]): Promise<void> {
    const valid = writes.filter((write) => write.refused === undefined && isValid(write) && isMoved(write));
    if (valid.length === 0) return;
    await this.database.execute({ text: LOCK });
    for (const [index, write] of valid.entries()) {
      const other = valid.slice(0, index).find((earlier) => !earlier.refused && clash(earlier, write));
      if (other !== undefined) write.refuse(new OverlappingPriceBookError(other.after));
    }
    const rows = valid.map(({ after }, place) => ({
      ...{ place, id: after.id, currency: after.currency, segment: after.segment },
      ...{ valid_from: after.validFrom, valid_to: after.validTo },
    }));
    const values = [JSON.stringify(rows), valid.map(({ after }) => after.id)];
    const overlaps = await this.database.query<Overlap>({ text: OVERLAPS, values });
    const known = await this.readable(overlaps.map(({ id }) => id));
    for (const { place, id, name } of overlaps)
      valid[place]?.refuse(new OverlappingPriceBookError(known.has(id) ? { id, name } : undefined));
  }

  /** Those of the books whose names the caller may know. */
  private async readable(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0 || currentAccess().hiddenFields('price-books').has('name')) return new Set();
    return (await this.registry.find('price-book')?.service.findReadable(ids)) ?? new Set();
  }
}

function isValid({ verb, after }: RecordWrite<PriceBook>): boolean {
  return verb !== 'deleted' && after.active;
}

/** Whether it may be in a place where it was not before. */
function isMoved({ verb, before, after }: RecordWrite<PriceBook>): boolean {
  if (verb !== 'updated' || before === undefined) return true;
  return (['active', 'currency', 'segment', 'validFrom', 'validTo'] as const).some(
    (field) => before[field] !== after[field],
  );
}

function clash({ after: one }: RecordWrite<PriceBook>, { after: other }: RecordWrite<PriceBook>): boolean {
  const isBefore = (left: PriceBook, right: PriceBook) =>
    left.validTo !== null && right.validFrom !== null && left.validTo < right.validFrom;
  return keyOf(one) === keyOf(other) && !isBefore(one, other) && !isBefore(other, one);
}

function keyOf({ currency, segment }: PriceBook): string {
  return `${currency} ${(segment ?? '').toLowerCase()}`;
}
