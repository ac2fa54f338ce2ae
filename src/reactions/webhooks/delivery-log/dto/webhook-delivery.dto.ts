import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { DELIVERY_LANES, DELIVERY_STATUSES } from '../delivery-states.js';

export class WebhookDeliveryDto {
  @IdField()
  id!: string;

  @IdField()
  webhookId!: string;

  @IdField({ description: 'Equal to `webhook-id` of the request' })
  eventId!: string;

  @TextField({ max: 100, example: 'lead.created' })
  eventType!: string;

  @EnumField(DELIVERY_STATUSES, { name: 'WebhookDeliveryStatus' })
  status!: string;

  @EnumField(DELIVERY_LANES, {
    name: 'WebhookDeliveryLane',
    description:
      'Whether it is sent for the first time, again after a failure, or again because it was asked for',
  })
  lane!: string;

  @IntegerField({ min: 0, description: 'Attempts made, replays included' })
  attempts!: number;

  @IntegerField({ nullable: true, description: 'HTTP status of the last answer' })
  responseStatus!: number | null;

  @DateTimeField({ nullable: true })
  nextAttemptAt!: string | null;

  @DateTimeField()
  createdAt!: string;

  @DateTimeField({ nullable: true, description: 'When it last ended, well or not' })
  completedAt!: string | null;

  @DateTimeField({ nullable: true, description: 'Its first success; replays do not change it' })
  deliveredAt!: string | null;

  @DateTimeField({ nullable: true, description: 'When it was last asked for again' })
  replayedAt!: string | null;
}
