import { Column } from 'typeorm';
import type { BusinessHours } from '../../../kernel/business-hours.js';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { NamedHoliday } from './named-holiday.js';

@TenantEntity('business_hours')
export class BusinessHoursCalendar extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text')
  timeZone!: string;

  @Column('jsonb')
  days!: BusinessHours['days'];

  @Column('jsonb')
  holidays!: NamedHoliday[];

  /** Policies that name no hours get these; one of the tenant's at most. */
  @Column('boolean')
  isDefault!: boolean;
}
