import { BooleanField } from '../../../platform/http/fields/boolean.field.js';

export class UpdateNotificationDto {
  @BooleanField()
  isRead!: boolean;
}
