import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { moneyFaults } from '../money-faults.js';
import type { Deal } from './deal.entity.js';
import { summed } from './deal-sum.js';
import { DealsService } from './deals.service.js';

/** A deal as line items see it. */
export type PricedDeal = Readonly<Pick<Deal, 'id' | 'currency' | 'companyId' | 'closedAt'>>;

/** What line items make of deals. Everything here needs a transaction. */
@Injectable()
export class DealAmounts {
  constructor(private readonly deals: DealsService) {}

  /**
   * Live deals whose amount the caller may change, locked: nobody else writes their line items until the work has ended. Who
   * may not change deals at all can name those they read, and who may not even read them those whose ids they were given.
   */
  async hold(ids: readonly string[]): Promise<ReadonlyMap<string, PricedDeal>> {
    const action = ['update', 'read'].find((each) => currentAccess().reach(`deals:${each}`) !== undefined);
    const { erasure } = this.deals;
    const deals = action === undefined ? await erasure.all(ids) : await erasure.within(ids, action);
    return new Map(deals.filter(({ deletedAt }) => deletedAt === null).map((deal) => [deal.id, deal]));
  }

  /**
   * Writes the sums of line items into their deals, each as a version with an event of its own; deleted deals are left out.
   *
   * @param amounts net, by deal; null for a deal that has no line items any more, whose amount is unknown then
   * @throws {ValidationError} 422 for a sum that is too large
   */
  async settle(amounts: ReadonlyMap<string, number | null>): Promise<void> {
    await this.deals.rewrite([...amounts.keys()].toSorted(), ({ id, currency, amountSource }) => {
      const amount = amounts.get(id) ?? null;
      if (amount === null)
        return amountSource === 'lineItems' ? summed({ amount, amountSource: 'entered' }) : {};
      const faults = moneyFaults({ amount }, currency);
      if (faults.length > 0) throw new ValidationError(faults);
      return this.fieldsOf(amount);
    });
  }

  /** Of a deal that is written for another reason, what its line items make of it. @param amount their net */
  fieldsOf(amount: number): Partial<Deal> {
    return summed({ amount, amountSource: 'lineItems' });
  }

  /** Of a deal whose line items are priced anew. */
  async changeCurrency(id: string, currency: string): Promise<void> {
    await this.deals.rewrite([id], () => summed({ currency }));
  }
}
