import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

@TenantEntity('products')
export class Product extends RecordEntity {
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { nullable: true })
  family!: string | null;

  @Column('numeric', { nullable: true })
  unitPrice!: number | null;

  /** Of the price and the cost. */
  @Column('text')
  currency!: string;

  /** In percent. */
  @Column('numeric', { nullable: true })
  taxRate!: number | null;

  @Column('numeric', { nullable: true })
  cost!: number | null;

  @Column('boolean')
  active!: boolean;
}
