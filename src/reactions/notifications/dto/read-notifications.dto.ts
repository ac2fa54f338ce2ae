import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';

/** Which to mark as read; all of the caller's when neither is given. */
export class ReadNotificationsDto {
  @IdField({ optional: true, maxItems: 200 })
  ids?: string[];

  @DateTimeField({
    optional: true,
    description: 'Those that were there at this time: what came since stays unread',
  })
  until?: string;
}
