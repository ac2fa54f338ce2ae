import { IntegerField } from '../../../platform/http/fields/integer.field.js';

export class FiscalYearStartDto {
  @IntegerField({ min: 1, max: 12 })
  month!: number;

  @IntegerField({ min: 1, max: 31, description: 'A day that the month has in every year' })
  day!: number;
}
