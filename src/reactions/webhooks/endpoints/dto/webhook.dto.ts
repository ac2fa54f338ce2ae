import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { IntegerListField } from '../../../../platform/http/fields/integer-list.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextMapField } from '../../../../platform/http/fields/text-map.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ListFilterField } from '../../../../platform/resource/lists/list-filter.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { HEADERS, MOST_SECRETS, RATE_LIMIT, RETRY_SCHEDULE } from '../webhook-limits.js';

export class WebhookDto extends RecordDto {
  @TextField({ max: 2_048 })
  url!: string;

  @TextListField({ maxItems: 200, max: 100 })
  events!: string[];

  @ListFilterField({ nullable: true })
  filter!: Record<string, unknown> | null;

  @TextListField({ maxItems: 200, max: 100, nullable: true })
  fields!: string[] | null;

  @TextMapField({ ...HEADERS, description: 'Their names; the values are never shown' })
  headers!: Record<string, string>;

  @IntegerField({ ...RATE_LIMIT, nullable: true, description: 'Requests a minute' })
  rateLimit!: number | null;

  @IntegerListField({ ...RETRY_SCHEDULE, nullable: true, description: 'Seconds before each attempt' })
  retrySchedule!: number[] | null;

  @TextField({ max: 500, nullable: true })
  description!: string | null;

  @BooleanField()
  enabled!: boolean;

  @TextField({ max: 500, nullable: true, description: 'Why it was disabled, if that was said' })
  disabledReason!: string | null;

  @DateTimeField({ nullable: true, description: 'When the secret was last replaced' })
  secretRotatedAt!: string | null;

  @TextListField({
    maxItems: MOST_SECRETS - 1,
    max: 30,
    description: 'When the secrets before the current one stop signing; those in the past have stopped',
  })
  previousSecretsExpireAt!: string[];
}
