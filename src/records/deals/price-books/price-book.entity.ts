import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

@TenantEntity('price_books')
export class PriceBook extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  currency!: string;

  /** Null: for every company. */
  @Column('text', { nullable: true })
  segment!: string | null;

  /** The first day it is valid; null: since ever. */
  @Column('date', { nullable: true })
  validFrom!: string | null;

  /** The last day it is valid; null: until it ends. */
  @Column('date', { nullable: true })
  validTo!: string | null;

  @Column('boolean')
  active!: boolean;
}
