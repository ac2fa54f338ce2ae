import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { ChangeActorDto } from '../../../platform/resource/past/change-actor.dto.js';
import {
  NOTIFICATION_KINDS,
  type NotificationKind,
} from '../../../platform/resource/events/notification-rule.js';

/** Something that concerns the caller. */
export class NotificationDto {
  @IdField()
  id!: string;

  @EnumField(NOTIFICATION_KINDS)
  kind!: NotificationKind;

  @TextField({ max: 1_000, description: 'A sentence in English that says it all' })
  message!: string;

  @TextField({ max: 100, example: 'leads', description: 'The path of the record, before its id' })
  resource!: string;

  @IdField({ description: 'The first record, where one request concerned several' })
  recordId!: string;

  @TextField({
    max: 500,
    nullable: true,
    description: 'What the record is called now; null when it is gone, or no longer yours to see',
  })
  title!: string | null;

  @IntegerField({ min: 1, description: 'How many records: what one request did is told once' })
  count!: number;

  @NestedField(() => ChangeActorDto)
  actor!: ChangeActorDto;

  @IdField({ description: 'The event, as `/api/events` has it' })
  eventId!: string;

  @BooleanField()
  isRead!: boolean;

  @DateTimeField({ nullable: true })
  readAt!: string | null;

  @DateTimeField()
  createdAt!: string;
}
