import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { NotificationChannelsDto } from './notification-channels.dto.js';

/** Of the kinds that are not named, nothing changes. */
export class NotificationPreferencesDto {
  @NestedField(() => NotificationChannelsDto, { list: true, maxItems: 20 })
  kinds!: NotificationChannelsDto[];
}
