import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

@TenantEntity('teams')
export class Team extends RecordEntity {
  /** Unique in the tenant without regard to case. */
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;
}
