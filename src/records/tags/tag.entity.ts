import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import { RecordEntity } from '../../platform/resource/record.entity.js';

@TenantEntity('tags')
export class Tag extends RecordEntity {
  /** Unique in the tenant without regard to case. */
  @Column('text')
  name!: string;

  /** `#1f8ceb`. */
  @Column('text', { nullable: true })
  color!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Whether its former name is still being replaced on records. */
  @Column('boolean')
  renaming!: boolean;
}
