import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class WebhookDeliveryEventDto {
  @IdField()
  id!: string;

  @TextField({ max: 100, example: 'lead.created' })
  type!: string;

  @TextField({ max: 100, example: 'lead' })
  resource!: string;

  @IdField()
  recordId!: string;

  @IntegerField({ min: 1 })
  recordVersion!: number;

  @DateTimeField()
  occurredAt!: string;
}
