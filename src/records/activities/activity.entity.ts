import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import { type Moment, RecordEntity } from '../../platform/resource/record.entity.js';

export const ACTIVITY_KINDS = ['call', 'email', 'meeting', 'note', 'sms'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

export const ACTIVITY_DIRECTIONS = ['inbound', 'outbound'] as const;
export type ActivityDirection = (typeof ACTIVITY_DIRECTIONS)[number];

@TenantEntity('activities')
export class Activity extends RecordEntity {
  @Column('text')
  kind!: ActivityKind;

  @Column('text', { nullable: true })
  direction!: ActivityDirection | null;

  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('text', { nullable: true })
  body!: string | null;

  @Column('timestamptz')
  occurredAt!: Moment;

  @Column('integer', { nullable: true })
  durationMinutes!: number | null;

  @Column('text', { nullable: true })
  outcome!: string | null;

  /** In the row itself, so that history, events and replays of it have them without a second table. */
  @Column('jsonb')
  links!: RecordLink[];
}
