import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { TIME_OF_DAY } from '../../../../platform/http/fields/text-checks.js';

export class OpeningIntervalDto {
  @CheckedTextField(TIME_OF_DAY)
  from!: string;

  @CheckedTextField({ ...TIME_OF_DAY, example: '17:00' }, { description: 'Not included; 24:00 ends the day' })
  to!: string;
}
