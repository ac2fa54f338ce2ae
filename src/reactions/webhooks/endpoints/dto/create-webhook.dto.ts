import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { IntegerListField } from '../../../../platform/http/fields/integer-list.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextMapField } from '../../../../platform/http/fields/text-map.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ListFilterField } from '../../../../platform/resource/lists/list-filter.field.js';
import { HEADERS, RATE_LIMIT, RETRY_SCHEDULE } from '../webhook-limits.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateWebhookDto {
  @TextField({ max: 2_048, example: 'https://example.com/webhooks/crm' })
  url!: string;

  @TextListField({ maxItems: 200, max: 100, example: ['lead.created', 'lead.*', '*'] })
  events!: string[];

  @ListFilterField({
    ...OPTIONAL,
    description:
      'Only events of records that it is true of, as they were after the event; as in `POST /search` of the records',
    example: { field: 'status', value: 'Qualified' },
  })
  filter?: Record<string, unknown> | null;

  @TextListField({
    ...OPTIONAL,
    maxItems: 200,
    max: 100,
    description: 'Only these fields of the records, besides `id` and `version`; null for all',
    example: ['status', 'ownerId'],
  })
  fields?: string[] | null;

  @TextMapField({
    ...HEADERS,
    optional: true,
    description:
      'Sent with every request. Answers show `********` instead of a value, which sent back keeps what there is',
    example: { Authorization: 'Bearer …' },
  })
  headers?: Record<string, string>;

  @IntegerField({ ...OPTIONAL, ...RATE_LIMIT, description: 'Requests a minute; null for no limit' })
  rateLimit?: number | null;

  @IntegerListField({
    ...OPTIONAL,
    ...RETRY_SCHEDULE,
    description: 'Seconds before each attempt, the first included; null for ten attempts over three days',
    example: [0, 60, 3_600],
  })
  retrySchedule?: number[] | null;

  @TextField({ max: 500, optional: true, nullable: true })
  description?: string | null;

  @BooleanField({ optional: true, description: 'A new webhook is enabled unless it says otherwise' })
  enabled?: boolean;
}
