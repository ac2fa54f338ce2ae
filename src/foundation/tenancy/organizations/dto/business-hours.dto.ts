import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { CALENDAR_DAY, TIME_ZONE } from '../../../../platform/http/fields/text-checks.js';
import { BusinessDaysDto } from './business-days.dto.js';

/** When the organization works, in local times of its zone. */
export class BusinessHoursDto {
  @CheckedTextField(TIME_ZONE)
  timeZone!: string;

  @NestedField(() => BusinessDaysDto)
  days!: BusinessDaysDto;

  @CheckedTextField(CALENDAR_DAY, {
    maxItems: 366,
    description: 'Days that are closed, whatever weekday they are',
  })
  holidays!: string[];
}
