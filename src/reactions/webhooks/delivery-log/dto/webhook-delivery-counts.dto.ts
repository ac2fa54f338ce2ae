import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export class WebhookDeliveryCountsDto {
  @IntegerField({ min: 0 })
  total!: number;

  @IntegerField({ min: 0, description: 'Waiting for their first or next attempt' })
  pending!: number;

  @IntegerField({ min: 0 })
  sending!: number;

  @IntegerField({ min: 0 })
  succeeded!: number;

  @IntegerField({ min: 0 })
  failed!: number;

  @IntegerField({ min: 0 })
  cancelled!: number;

  @IntegerField({ min: 0, description: 'Kept back while the webhook was disabled' })
  held!: number;

  @DecimalField({
    min: 0,
    max: 1,
    scale: 4,
    nullable: true,
    description: 'Of those that succeeded or failed; null where there are none',
  })
  successRate!: number | null;
}
