import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import {
  NOTIFICATION_KINDS,
  type NotificationKind,
} from '../../../platform/resource/events/notification-rule.js';

/** Where the caller is told of one kind of thing. */
export class NotificationChannelsDto {
  @EnumField(NOTIFICATION_KINDS)
  kind!: NotificationKind;

  @BooleanField({ description: 'In the list of notifications' })
  inApp!: boolean;

  @BooleanField({ description: 'By e-mail, unless it is read before the mail is written' })
  email!: boolean;
}
