import type { BusinessHours } from '../../../../kernel/business-hours.js';
import { BusinessDaysDto } from '../../../../foundation/tenancy/organizations/index.js';
import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TIME_ZONE } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { HolidayDto } from './holiday.dto.js';

export class BusinessHoursRecordDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @CheckedTextField(TIME_ZONE)
  timeZone!: string;

  @NestedField(() => BusinessDaysDto)
  days!: BusinessHours['days'];

  @NestedField(() => HolidayDto, { list: true, maxItems: 366 })
  holidays!: HolidayDto[];

  @BooleanField()
  isDefault!: boolean;
}
