import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { LeadCondition } from './lead-condition.js';

export const ASSIGNMENT_STRATEGIES = ['round-robin'] as const;
export type AssignmentStrategy = (typeof ASSIGNMENT_STRATEGIES)[number];

@TenantEntity('assignment_rules')
export class AssignmentRule extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('boolean')
  enabled!: boolean;

  /** Rules are asked in this order; the first that a lead meets and that has somebody to give counts. */
  @Column('integer')
  position!: number;

  @Column('text')
  strategy!: AssignmentStrategy;

  /** All must hold; none means every lead. */
  @Column('jsonb')
  conditions!: LeadCondition[];

  @Column('uuid', { array: true })
  userIds!: string[];

  /** Its active people take part too. */
  @Column('uuid', { nullable: true })
  teamId!: string | null;
}
