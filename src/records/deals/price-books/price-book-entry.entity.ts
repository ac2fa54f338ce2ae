import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

@TenantEntity('price_book_entries')
export class PriceBookEntry extends RecordEntity {
  @Column('uuid')
  priceBookId!: string;

  @Column('uuid')
  productId!: string;

  /** In the currency of its book. */
  @Column('numeric')
  unitPrice!: number;

  /** From which quantity on it is the price. */
  @Column('numeric')
  minimumQuantity!: number;
}
