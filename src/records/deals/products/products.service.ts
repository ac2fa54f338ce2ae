import { Injectable } from '@nestjs/common';
import { TenantSettings } from '../../../foundation/settings/index.js';
import { ValidationError } from '../../../kernel/errors.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { moneyFaults } from '../money-faults.js';
import { namedCurrency } from '../named-currency.js';
import type { Product } from './product.entity.js';
import { productResource } from './product.policy.js';

/** What is sold. */
@Injectable()
export class ProductsService extends ResourceService<Product> {
  constructor(
    foundation: RecordFoundation,
    private readonly settings: TenantSettings,
  ) {
    super(productResource, foundation);
  }

  protected override async examine(writes: readonly RecordWrite<Product>[]): Promise<void> {
    const { currency } = await this.settings.current();
    for (const write of writes) {
      const { after } = write;
      after.currency = namedCurrency(after, currency);
      const faults = moneyFaults({ unitPrice: after.unitPrice, cost: after.cost }, after.currency);
      if (faults.length > 0) write.refuse(new ValidationError(faults));
    }
  }
}
