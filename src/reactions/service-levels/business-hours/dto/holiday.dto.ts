import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { CALENDAR_DAY } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** A whole day that is closed, whatever weekday it is. */
export class HolidayDto {
  @CheckedTextField(CALENDAR_DAY)
  date!: string;

  @TextField({ min: 1, max: 100, example: 'Christmas Day' })
  name!: string;

  @BooleanField({ optional: true, description: 'Closed on this day of every year' })
  yearly?: boolean;
}
