import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ApiKeyUsageDayDto } from './api-key-usage-day.dto.js';

/** Counted in each process and written every few seconds. */
export class ApiKeyUsageDto {
  @IdField()
  apiKeyId!: string;

  @DateTimeField({ nullable: true })
  lastUsedAt!: string | null;

  @TextField({ max: 100, nullable: true })
  lastUsedAddress!: string | null;

  @IntegerField({ min: 0, description: 'Of the days below' })
  totalRequests!: number;

  @NestedField(() => ApiKeyUsageDayDto, {
    list: true,
    maxItems: 90,
    description: 'Days with requests, of the last 90',
  })
  days!: ApiKeyUsageDayDto[];
}
