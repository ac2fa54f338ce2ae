import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export class WebhookBucketStatsDto {
  @DateTimeField({ description: 'Its first moment; hours and days are those of UTC' })
  start!: string;

  @IntegerField({ min: 0 })
  total!: number;

  @IntegerField({ min: 0 })
  succeeded!: number;

  @IntegerField({ min: 0 })
  failed!: number;
}
