import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

export const PRICE_SOURCES = ['entered', 'priceBook', 'product'] as const;
/** Where a unit price comes from. */
export type PriceSource = (typeof PRICE_SOURCES)[number];

@TenantEntity('line_items')
export class LineItem extends RecordEntity {
  /** Always `deal`: what it lives within. */
  @Column('text')
  resource!: string;

  /** The deal once more. */
  @Column('uuid')
  recordId!: string;

  @Column('uuid')
  dealId!: string;

  @Column('uuid', { nullable: true })
  productId!: string | null;

  /** Like the price and the tax rate null only until it is settled. */
  @Column('text')
  name!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('numeric')
  quantity!: number;

  @Column('numeric')
  unitPrice!: number | null;

  @Column('text')
  priceSource!: PriceSource;

  @Column('uuid', { nullable: true })
  priceBookId!: string | null;

  /** That of the deal. */
  @Column('text')
  currency!: string;

  @Column('numeric', { nullable: true })
  discountPercent!: number | null;

  @Column('numeric', { nullable: true })
  discountAmount!: number | null;

  /** In percent. */
  @Column('numeric')
  taxRate!: number | null;

  @Column('numeric')
  subtotal!: number;

  @Column('numeric')
  discount!: number;

  /** `subtotal` less `discount`: what the amount of the deal is the sum of. */
  @Column('numeric')
  net!: number;

  @Column('numeric')
  tax!: number;

  @Column('numeric')
  total!: number;
}
