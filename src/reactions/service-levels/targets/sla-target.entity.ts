import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../../platform/resource/record.entity.js';
import type { SlaMetric } from '../policies/index.js';
import type { SlaTargetState } from './sla-target-states.js';

@TenantEntity('sla_targets')
export class SlaTarget extends RecordEntity {
  /** Name of the record type: `lead`. */
  @Column('text')
  resource!: string;

  @Column('uuid')
  recordId!: string;

  @Column('text')
  metric!: SlaMetric;

  /** Of the policy, and what is measured: `Standard: first response`. */
  @Column('text')
  name!: string;

  /** Null while no policy fits. */
  @Column('uuid', { nullable: true })
  policyId!: string | null;

  /** What it is counted by; null for around the clock. */
  @Column('uuid', { nullable: true })
  businessHoursId!: string | null;

  @Column('text', { nullable: true })
  priority!: string | null;

  @Column('text')
  state!: SlaTargetState;

  @Column('timestamptz')
  startedAt!: Moment;

  /** Null while the clock stands still. */
  @Column('timestamptz', { nullable: true })
  runningSince!: Moment | null;

  @Column('timestamptz', { nullable: true })
  pausedSince!: Moment | null;

  @Column('integer')
  targetSeconds!: number;

  /** Of working time, before `runningSince`. */
  @Column('double precision')
  usedSeconds!: number;

  /** Null while the clock stands still, and for what would take more than twenty years. */
  @Column('timestamptz', { nullable: true })
  dueAt!: Moment | null;

  @Column('timestamptz', { nullable: true })
  warnsAt!: Moment | null;

  @Column('timestamptz', { nullable: true })
  warnedAt!: Moment | null;

  /** When it truly was overdue, however late that was noticed; stays when it is met after. */
  @Column('timestamptz', { nullable: true })
  breachedAt!: Moment | null;

  @Column('timestamptz', { nullable: true })
  metAt!: Moment | null;

  /** Escalations that were done: `breach:0`. */
  @Column('text', { array: true })
  escalated!: string[];

  /** Whom the last escalation told. */
  @Column('uuid', { array: true })
  notifiedUserIds!: string[];
}
