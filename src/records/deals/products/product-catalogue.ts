import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';

/** What a product is sold as. */
export interface ProductOffer {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly unitPrice: number | null;
  readonly currency: string;
  /** In percent. */
  readonly taxRate: number | null;
  readonly active: boolean;
}

const OFFERS = `SELECT id, name, unit_price AS "unitPrice", currency, tax_rate AS "taxRate", active FROM products
  WHERE id = ANY ($1::uuid[])`;

/** Products as they are sold, to whoever may name them: a price does not depend on who asks. */
@Injectable()
export class ProductCatalogue {
  constructor(private readonly database: TenantDatabase) {}

  /** By their ids; deleted ones too, which line items may still have. */
  async offers(ids: readonly string[]): Promise<ReadonlyMap<string, ProductOffer>> {
    if (ids.length === 0) return new Map();
    const statement = { name: 'product-offers', text: OFFERS, values: [ids], types: RECORD_TYPES };
    const offers = await this.database.query<ProductOffer>(statement);
    return new Map(offers.map((offer) => [offer.id, offer]));
  }
}
