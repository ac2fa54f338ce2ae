import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { Stage } from './stage.js';

@TenantEntity('pipelines')
export class Pipeline extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Where deals go that name no pipeline. */
  @Column('boolean')
  isDefault!: boolean;

  /** In their order, and in the row itself, so that history and events have them; `pipeline_stages` follows. */
  @Column('jsonb')
  stages!: Stage[];
}
