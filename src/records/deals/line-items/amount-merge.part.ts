import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MergeGround, MergePart, PartMove } from '../../../platform/resource/merging/merge-part.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { DealAmounts } from '../deals/index.js';
import { MixedCurrenciesError } from './line-item.errors.js';
import { LineSums } from './line-sums.js';

/**
 * A deal that gets the line items of others has their currency, and its amount follows from them: in the version that the merge
 * makes, so that undoing brings back what had been entered.
 */
@Injectable()
export class AmountMergePart implements MergePart, OnModuleInit {
  readonly resource = 'deal';
  readonly name = 'amounts';

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly deals: DealAmounts,
    private readonly sums: LineSums,
  ) {}

  onModuleInit(): void {
    this.registry.addMergePart(this);
  }

  /** @throws {MixedCurrenciesError} 409 */
  async move({ survivorId, loserIds }: MergeGround): Promise<PartMove> {
    const sums = await this.sums.together([survivorId, ...loserIds]);
    if (sums.length > 1) throw new MixedCurrenciesError(sums.map(({ currency }) => currency));
    const [sum] = sums;
    return { rows: [], fields: sum && { ...this.deals.fieldsOf(sum.amount), currency: sum.currency } };
  }
}
