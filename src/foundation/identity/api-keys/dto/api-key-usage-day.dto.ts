import { DateField } from '../../../../platform/http/fields/date.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export class ApiKeyUsageDayDto {
  @DateField({ description: 'In UTC' })
  day!: string;

  @IntegerField({ min: 0 })
  requests!: number;
}
