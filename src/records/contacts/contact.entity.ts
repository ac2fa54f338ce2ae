import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../platform/resource/record.entity.js';

export const CONTACT_STATUSES = [
  'new',
  'contacted',
  'qualified',
  'unqualified',
  'customer',
  'inactive',
] as const;
export type ContactStatus = (typeof CONTACT_STATUSES)[number];

/** In the order in which most contacts go through them. */
export const LIFECYCLE_STAGES = [
  'subscriber',
  'lead',
  'marketingQualified',
  'salesQualified',
  'opportunity',
  'customer',
  'evangelist',
  'other',
] as const;
export type LifecycleStage = (typeof LIFECYCLE_STAGES)[number];

export const CONTACT_TEMPERATURES = ['cold', 'warm', 'hot'] as const;
export type ContactTemperature = (typeof CONTACT_TEMPERATURES)[number];

@TenantEntity('contacts')
export class Contact extends RecordEntity {
  @Column('text', { nullable: true })
  salutation!: string | null;

  @Column('text', { nullable: true })
  firstName!: string | null;

  @Column('text', { nullable: true })
  lastName!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  mobilePhone!: string | null;

  @Column('text', { nullable: true })
  jobTitle!: string | null;

  @Column('text', { nullable: true })
  department!: string | null;

  /** `1984-05-01` */
  @Column('date', { nullable: true })
  birthday!: string | null;

  @Column('text', { nullable: true })
  website!: string | null;

  @Column('text', { nullable: true })
  linkedInUrl!: string | null;

  @Column('text', { nullable: true })
  addressLine1!: string | null;

  @Column('text', { nullable: true })
  addressLine2!: string | null;

  @Column('text', { nullable: true })
  city!: string | null;

  @Column('text', { nullable: true })
  state!: string | null;

  @Column('text', { nullable: true })
  postalCode!: string | null;

  @Column('text', { nullable: true })
  country!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text')
  status!: ContactStatus;

  @Column('text')
  lifecycleStage!: LifecycleStage;

  @Column('text', { nullable: true })
  temperature!: ContactTemperature | null;

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

  @Column('text', { nullable: true })
  preferredLanguage!: string | null;

  @Column('text', { nullable: true })
  timeZone!: string | null;

  @Column('boolean')
  doNotContact!: boolean;

  /** The association that is marked primary. */
  @Column('uuid', { nullable: true })
  primaryCompanyId!: string | null;

  /** Of all associations, the primary one among them. */
  @Column('text', { array: true })
  companyIds!: string[];
}
