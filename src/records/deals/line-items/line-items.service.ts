import { Injectable } from '@nestjs/common';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { DealAmounts, type PricedDeal } from '../deals/index.js';
import type { DealLineDto } from './dto/deal-line.dto.js';
import { settleCurrency, settleDiscount, settleTotals } from './line-draft.js';
import type { LineItem } from './line-item.entity.js';
import { LineItemCurrencyError, MOST_LINE_ITEMS, TooManyLineItemsError } from './line-item.errors.js';
import { lineItemResource } from './line-item.policy.js';
import { LinePrices } from './line-prices.js';
import { LineSums } from './line-sums.js';

type LineWrite = RecordWrite<LineItem>;

/** What deals are about, line by line. Whatever writes one leaves the amount of its deal right. */
@Injectable()
export class LineItemsService extends ResourceService<LineItem> {
  constructor(
    foundation: RecordFoundation,
    private readonly deals: DealAmounts,
    private readonly prices: LinePrices,
    private readonly sums: LineSums,
  ) {
    super(lineItemResource, foundation);
  }

  /** Those of one deal, with all that lists can do. @throws {NotFoundError} 404 for a deal that the caller cannot read */
  async listOf(dealId: string, query: ListQuery): Promise<Page<RecordView>> {
    for (const name of ['dealId', 'recordId'])
      if (query[name] !== undefined) throw badFilter(name, 'is what the path says');
    await this.requireDeal(dealId);
    return this.list({ ...query, dealId });
  }

  /** @throws what `create` throws · {NotFoundError} 404 */
  async add(dealId: string, input: DealLineDto): Promise<RecordView> {
    await this.requireDeal(dealId);
    return this.create({ ...input, dealId });
  }

  private async requireDeal(id: string): Promise<void> {
    const readable = await this.foundation.registry.find('deal')?.service.findReadable([id]);
    if (readable?.has(id) !== true) throw new NotFoundError('Deal');
  }

  protected override complete(draft: LineItem): void {
    // What is computed is there before a rule asks for it.
    Object.assign(draft, { subtotal: 0, discount: 0, net: 0, tax: 0, total: 0 });
  }

  protected override async examine(writes: readonly LineWrite[]): Promise<void> {
    const open = writes.filter(({ refused }) => refused === undefined);
    for (const { after } of open) Object.assign(after, { resource: 'deal', recordId: after.dealId });
    const deals = await this.deals.hold(dealsOf(open));
    const lines = open.flatMap((write) => placed(write, deals));
    await this.refuseTooMany(lines);
    const changed = lines.filter(({ write: { verb } }) => verb === 'created' || verb === 'updated');
    for (const { write, deal } of changed) {
      settleDiscount(write);
      const fault = settleCurrency(write, deal.currency);
      if (fault !== undefined) write.refuse(fault);
    }
    await this.prices.settle(changed);
    for (const { write } of changed.filter(({ write: { refused } }) => refused === undefined)) {
      const fault = settleTotals(write);
      if (fault !== undefined) write.refuse(fault);
    }
  }

  protected override async follow(writes: readonly LineWrite[]): Promise<void> {
    await this.deals.settle(await this.sums.of(dealsOf(writes)));
  }

  protected override async erased(lines: readonly LineItem[]): Promise<void> {
    await this.deals.settle(await this.sums.of([...new Set(lines.map(({ dealId }) => dealId))]));
  }

  private async refuseTooMany(lines: readonly { readonly write: LineWrite }[]): Promise<void> {
    const coming = lines.filter(({ write: { verb, before, after } }) => {
      return verb === 'created' || verb === 'restored' || before?.dealId !== after.dealId;
    });
    const counts = new Map(await this.sums.counts(dealsOf(coming.map(({ write }) => write))));
    for (const { write } of coming) {
      const count = counts.get(write.after.dealId) ?? 0;
      if (count >= MOST_LINE_ITEMS) write.refuse(new TooManyLineItemsError());
      else counts.set(write.after.dealId, count + 1);
    }
  }
}

/** The deals that lines are of, and were of; each once. */
function dealsOf(writes: readonly LineWrite[]): string[] {
  return [...new Set(writes.flatMap(({ before, after }) => [after.dealId, before?.dealId ?? after.dealId]))];
}

/** The line with its deal; none when the deal is not there for the caller, or has gone another way. */
function placed(write: LineWrite, deals: ReadonlyMap<string, PricedDeal>) {
  const deal = deals.get(write.after.dealId);
  if (deal === undefined) {
    write.refuse(new ValidationError([{ field: 'dealId', message: 'is not a deal that you may change' }]));
    return [];
  }
  const { verb, after } = write;
  if (verb === 'restored' && after.currency !== deal.currency)
    write.refuse(new LineItemCurrencyError(after.currency, deal.currency));
  return write.refused === undefined ? [{ write, deal }] : [];
}
