import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';

export const QUOTA_PERIODS = ['month', 'quarter', 'year'] as const;
export type QuotaPeriod = (typeof QUOTA_PERIODS)[number];

/** Its owner, if it has one, is whose quota it is. */
@TenantEntity('quotas')
export class Quota extends RecordEntity {
  @Column('uuid', { nullable: true })
  teamId!: string | null;

  @Column('uuid', { nullable: true })
  pipelineId!: string | null;

  @Column('text')
  period!: QuotaPeriod;

  /** The first day of the period. */
  @Column('date')
  startsOn!: string;

  @Column('numeric')
  amount!: number;

  @Column('text')
  currency!: string;
}
