import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class WebhookAttemptDto {
  @IntegerField({ min: 1 })
  number!: number;

  @DateTimeField()
  startedAt!: string;

  @IntegerField({ min: 0 })
  durationMilliseconds!: number;

  @TextField({
    max: 50,
    description:
      '`response`, or why there was none: blocked, connect, timeout, reset, tls, interrupted, not-permitted …',
  })
  outcome!: string;

  @IntegerField({ nullable: true })
  responseStatus!: number | null;

  @TextField({ max: 10_000, nullable: true })
  responseExcerpt!: string | null;
}
