import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';

const SUMS = `SELECT deal.id, sum(line.net) AS amount, count(line.id)::integer AS count
  FROM unnest($1::uuid[]) AS deal (id)
  LEFT JOIN line_items AS line ON line.deal_id = deal.id AND line.deleted_at IS NULL GROUP BY deal.id`;

interface SumRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly amount: number | null;
  readonly count: number;
}

interface CurrencySum {
  readonly [column: string]: unknown;
  readonly currency: string;
  readonly amount: number;
}

/** Line items of deals, summed up. */
@Injectable()
export class LineSums {
  constructor(private readonly database: TenantDatabase) {}

  /** Net, by deal; null for one without line items. */
  async of(dealIds: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
    return new Map((await this.read(dealIds)).map(({ id, amount }) => [id, amount]));
  }

  /** Net, of the line items of all of them, by currency. */
  together(dealIds: readonly string[]): Promise<CurrencySum[]> {
    return this.database.query<CurrencySum>({
      text: `SELECT currency, sum(net) AS amount FROM line_items
        WHERE deal_id = ANY ($1::uuid[]) AND deleted_at IS NULL GROUP BY currency ORDER BY currency`,
      values: [dealIds],
      types: RECORD_TYPES,
    });
  }

  async counts(dealIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map((await this.read(dealIds)).map(({ id, count }) => [id, count]));
  }

  private read(dealIds: readonly string[]): Promise<SumRow[]> {
    if (dealIds.length === 0) return Promise.resolve([]);
    return this.database.query<SumRow>({
      name: 'line-sums',
      text: SUMS,
      values: [dealIds],
      types: RECORD_TYPES,
    });
  }
}
