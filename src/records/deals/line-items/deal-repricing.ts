import { Injectable } from '@nestjs/common';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { Journal } from '../../../platform/journal/journal.js';
import { DealAmounts } from '../deals/index.js';
import type { RepriceDealDto } from './dto/reprice-deal.dto.js';
import type { RepricedDealDto } from './dto/repriced-deal.dto.js';
import type { LineItem } from './line-item.entity.js';
import { MOST_LINE_ITEMS } from './line-item.errors.js';
import { LineItemsService } from './line-items.service.js';

/** In the order in which every writer locks: lines by their ids, then their deal. */
const LINES = `SELECT id, price_source AS "priceSource" FROM line_items WHERE deal_id = $1 AND deleted_at IS NULL
  ORDER BY id LIMIT ${MOST_LINE_ITEMS} FOR NO KEY UPDATE`;

type KnownLine = Pick<LineItem, 'id' | 'priceSource'>;

/** Prices the lines of a deal anew: after the books have changed, or into another currency. */
@Injectable()
export class DealRepricing {
  constructor(
    private readonly lines: LineItemsService,
    private readonly deals: DealAmounts,
    private readonly database: TenantDatabase,
    private readonly journal: Journal,
  ) {}

  /**
   * Looks up every price that was looked up before; one that was entered stays.
   *
   * @throws {NotFoundError} 404 for a deal that the caller may not change · {ValidationError} 422 when there is no price, or
   *   an entered one would be of another currency
   */
  async reprice(dealId: string, { currency }: RepriceDealDto): Promise<RepricedDealDto> {
    await this.journal.prepare();
    return this.database.transaction(async () => {
      await this.database.query({ text: LINES, values: [dealId] });
      const deal = (await this.deals.hold([dealId])).get(dealId);
      if (deal === undefined) throw new NotFoundError('Deal');
      const lines = await this.database.query<KnownLine>({ text: LINES, values: [dealId] });
      const wanted = currency ?? deal.currency;
      if (wanted !== deal.currency) {
        refuseEntered(lines, wanted);
        await this.deals.changeCurrency(dealId, wanted);
      }
      const priced = lines.filter(({ priceSource }) => priceSource !== 'entered').map(({ id }) => id);
      const changed = await this.lines.rewrite(priced, ({ productId }) =>
        productId === null ? {} : { unitPrice: null },
      );
      return { dealId, currency: wanted, changed: changed.size };
    });
  }
}

function refuseEntered(lines: readonly KnownLine[], currency: string): void {
  const entered = lines.filter(({ priceSource }) => priceSource === 'entered');
  if (entered.length === 0) return;
  const message = `has a price that was entered, which is not in ${currency}`;
  throw new ValidationError(entered.map(({ id }) => ({ field: `lineItems.${id}`, message })));
}
