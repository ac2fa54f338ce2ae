import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import type { DuplicateCondition } from '../../platform/resource/duplicates/duplicate-rule.js';
import { RecordEntity } from '../../platform/resource/record.entity.js';

export const DUPLICATE_ACTIONS = ['report', 'block'] as const;
export type DuplicateAction = (typeof DUPLICATE_ACTIONS)[number];

@TenantEntity('duplicate_rules')
export class DuplicateRule extends RecordEntity {
  @Column('text')
  name!: string;

  /** `contacts` */
  @Column('text')
  resource!: string;

  @Column('boolean')
  enabled!: boolean;

  /** Whether new records that are the same as others are refused, or found afterwards. */
  @Column('text')
  action!: DuplicateAction;

  /** All must hold. */
  @Column('jsonb')
  conditions!: DuplicateCondition[];
}
