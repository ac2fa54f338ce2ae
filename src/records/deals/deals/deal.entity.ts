import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../../platform/resource/record.entity.js';
import type { DealContact } from './deal-contact.js';

export const DEAL_STATUSES = ['open', 'won', 'lost'] as const;
export type DealStatus = (typeof DEAL_STATUSES)[number];

export const AMOUNT_SOURCES = ['entered', 'lineItems'] as const;
export type AmountSource = (typeof AMOUNT_SOURCES)[number];

export const DEAL_FORECAST_CATEGORIES = ['pipeline', 'bestCase', 'commit', 'omitted'] as const;
export type DealForecastCategory = (typeof DEAL_FORECAST_CATEGORIES)[number];

@TenantEntity('deals')
export class Deal extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('uuid')
  pipelineId!: string;

  @Column('uuid')
  stageId!: string;

  /** Follows from the stage. */
  @Column('text')
  status!: DealStatus;

  /** Net, before tax. */
  @Column('numeric', { nullable: true })
  amount!: number | null;

  @Column('text')
  amountSource!: AmountSource;

  @Column('text')
  currency!: string;

  /** Percent; null for that of the stage. */
  @Column('integer', { nullable: true })
  probability!: number | null;

  /** Null for that of the stage. */
  @Column('text', { nullable: true })
  forecastCategory!: DealForecastCategory | null;

  /** `2027-03-31` */
  @Column('date', { nullable: true })
  expectedCloseDate!: string | null;

  @Column('timestamptz', { nullable: true })
  closedAt!: Moment | null;

  @Column('text', { nullable: true })
  closeReason!: string | null;

  @Column('timestamptz')
  stageEnteredAt!: Moment;

  @Column('uuid', { nullable: true })
  companyId!: string | null;

  /** In the row itself, so that history, events and replays of it have them; `deal_contacts` follows. */
  @Column('jsonb')
  contacts!: DealContact[];

  /** Of all contacts. */
  @Column('text', { array: true })
  contactIds!: string[];

  @Column('uuid', { nullable: true })
  primaryContactId!: string | null;

  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  /** The lead that it came from. */
  @Column('uuid', { nullable: true })
  leadId!: string | null;

  @Column('timestamptz', { nullable: true })
  lastContactAt!: Moment | null;
}
