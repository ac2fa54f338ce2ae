import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class WebhookTypeStatsDto {
  @TextField({ max: 100, example: 'lead.created' })
  eventType!: string;

  @IntegerField({ min: 0 })
  total!: number;

  @IntegerField({ min: 0 })
  succeeded!: number;

  @IntegerField({ min: 0 })
  failed!: number;
}
