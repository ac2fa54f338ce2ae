import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export const DELIVERY_STATUSES = [
  'pending',
  'queued',
  'sending',
  'succeeded',
  'failed',
  'cancelled',
  'held',
] as const;

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

  @IntegerField({ min: 0 })
  attempts!: number;

  @IntegerField({ nullable: true, description: 'HTTP status of the last answer' })
  responseStatus!: number | null;

  @DateTimeField({ nullable: true })
  nextAttemptAt!: string | null;

  @DateTimeField()
  createdAt!: string;

  @DateTimeField({ nullable: true })
  completedAt!: string | null;
}
