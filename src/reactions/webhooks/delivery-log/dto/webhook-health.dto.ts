import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

export class WebhookHealthDto {
  @EnumField(BREAKER_STATES, {
    name: 'WebhookBreakerState',
    description: '`open`: nothing is sent until `openUntil`; `half-open`: few are, until they go well',
  })
  breaker!: string;

  @DateTimeField({ nullable: true })
  openUntil!: string | null;

  @DateTimeField({ nullable: true, description: 'The first failure after the last success' })
  failingSince!: string | null;

  @IntegerField({ min: 0, description: 'Failed attempts since the last success' })
  failedAttempts!: number;

  @DateTimeField({ nullable: true })
  lastSuccessAt!: string | null;

  @DateTimeField({ nullable: true })
  lastFailureAt!: string | null;
}
