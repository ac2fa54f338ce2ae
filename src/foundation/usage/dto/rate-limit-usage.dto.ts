import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

/** One of the limits that a request of the caller counts against. */
export class RateLimitUsageDto {
  @TextField({ max: 50, description: 'As in the header RateLimit-Policy: `tenant`, `key`' })
  name!: string;

  @IntegerField({ min: 0 })
  requestsPerMinute!: number;

  @IntegerField({ min: 0, description: 'Requests over the limit that may wait for their turn' })
  burst!: number;

  @IntegerField({ min: 0, description: 'After this request' })
  remaining!: number;

  @DateTimeField({ description: 'When all of it is there again, if nothing more is asked' })
  resetAt!: string;
}
