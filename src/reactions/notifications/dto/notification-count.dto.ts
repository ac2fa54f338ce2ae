import { IntegerField } from '../../../platform/http/fields/integer.field.js';

export class NotificationCountDto {
  @IntegerField({ min: 0 })
  count!: number;
}
