import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export class WebhookAttemptStatsDto {
  @IntegerField({ min: 0 })
  total!: number;

  @IntegerField({ min: 0, description: 'Answered with 2xx' })
  succeeded!: number;

  @IntegerField({ min: 0, nullable: true, description: 'Median duration, in milliseconds' })
  p50Milliseconds!: number | null;

  @IntegerField({ min: 0, nullable: true, description: '95 of 100 took no longer, in milliseconds' })
  p95Milliseconds!: number | null;
}
