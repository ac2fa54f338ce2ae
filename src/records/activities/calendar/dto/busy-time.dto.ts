import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';

export class BusyTimeDto {
  @DateTimeField()
  startsAt!: string;

  @DateTimeField()
  endsAt!: string;
}
