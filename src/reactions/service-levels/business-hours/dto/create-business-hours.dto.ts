import type { BusinessHours } from '../../../../kernel/business-hours.js';
import { BusinessDaysDto } from '../../../../foundation/tenancy/organizations/index.js';
import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TIME_ZONE } from '../../../../platform/http/fields/text-checks.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { HolidayDto } from './holiday.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateBusinessHoursDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 100, example: 'Office in Berlin' })
  name!: string;

  @CheckedTextField(TIME_ZONE)
  timeZone!: string;

  @NestedField(() => BusinessDaysDto, {
    description:
      'In local times. What lasts through midnight are two: until 24:00, and from 00:00 of the next day',
    example: { monday: [{ from: '09:00', to: '17:00' }] },
  })
  days!: BusinessHours['days'];

  @NestedField(() => HolidayDto, { list: true, maxItems: 366, optional: true })
  holidays?: HolidayDto[];

  @BooleanField({
    optional: true,
    description: 'Policies that name no hours get these; the former default is none then',
  })
  isDefault?: boolean;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
