import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { QuotaUsageDto } from './quota-usage.dto.js';
import { RateLimitUsageDto } from './rate-limit-usage.dto.js';

/** A tenant's plan, its limits, and what is left of them. */
export class UsageDto {
  @TextField({ max: 100 })
  plan!: string;

  @NestedField(() => RateLimitUsageDto, { list: true, description: 'None where nothing is limited' })
  rateLimits!: RateLimitUsageDto[];

  @NestedField(() => QuotaUsageDto, { list: true })
  quotas!: QuotaUsageDto[];
}
