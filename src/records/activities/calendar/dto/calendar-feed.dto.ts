import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class CalendarFeedDto {
  @TextField({
    max: 2_000,
    description: 'For calendar programs to subscribe to. Whoever has it can read the calendar',
  })
  url!: string;

  @DateTimeField()
  createdAt!: string;
}
