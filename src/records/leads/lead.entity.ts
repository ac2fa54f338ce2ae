import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../platform/resource/record.entity.js';

export const LEAD_STATUSES = ['New', 'Contacted', 'Qualified', 'Unqualified', 'Converted'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

export const LEAD_TEMPERATURES = ['cold', 'warm', 'hot'] as const;
export type LeadTemperature = (typeof LEAD_TEMPERATURES)[number];

@TenantEntity('leads')
export class Lead extends RecordEntity {
  @Column('text', { nullable: true })
  firstName!: string | null;

  @Column('text', { nullable: true })
  lastName!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  company!: string | null;

  /** A company that is a record; `company` is what the lead itself said. */
  @Column('uuid', { nullable: true })
  companyId!: string | null;

  @Column('text', { nullable: true })
  jobTitle!: string | null;

  @Column('text', { nullable: true })
  website!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text')
  status!: LeadStatus;

  @Column('text', { nullable: true })
  temperature!: LeadTemperature | null;

  @Column('integer', { nullable: true })
  score!: number | null;

  @Column('timestamptz', { nullable: true })
  firstContactAt!: Moment | null;

  @Column('text', { nullable: true })
  firstContactNote!: string | null;

  @Column('timestamptz', { nullable: true })
  lastContactAt!: Moment | null;

  @Column('text', { nullable: true })
  lastContactNote!: string | null;

  @Column('timestamptz', { nullable: true })
  nextContactAt!: Moment | null;

  @Column('text', { nullable: true })
  followUpAction!: string | null;

  @Column('timestamptz', { nullable: true })
  convertedAt!: Moment | null;

  @Column('uuid', { nullable: true })
  convertedContactId!: string | null;

  @Column('uuid', { nullable: true })
  convertedCompanyId!: string | null;

  @Column('uuid', { nullable: true })
  convertedDealId!: string | null;
}
