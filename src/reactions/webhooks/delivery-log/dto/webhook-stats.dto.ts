import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { WebhookDeliveryCountsDto } from './webhook-delivery-counts.dto.js';
import { WebhookAttemptStatsDto } from './webhook-attempt-stats.dto.js';
import { WebhookTypeStatsDto } from './webhook-type-stats.dto.js';
import { WebhookBucketStatsDto } from './webhook-bucket-stats.dto.js';
import { WebhookBacklogDto } from './webhook-backlog.dto.js';
import { WebhookHealthDto } from './webhook-health.dto.js';

export class WebhookStatsDto {
  @DateTimeField()
  since!: string;

  @DateTimeField()
  until!: string;

  @NestedField(() => WebhookDeliveryCountsDto, { description: 'Of the deliveries made in the range' })
  deliveries!: WebhookDeliveryCountsDto;

  @NestedField(() => WebhookAttemptStatsDto, { description: 'Attempts at them' })
  attempts!: WebhookAttemptStatsDto;

  @NestedField(() => WebhookTypeStatsDto, { list: true, maxItems: 20, description: 'The 20 most frequent' })
  eventTypes!: WebhookTypeStatsDto[];

  @EnumField(['hour', 'day'], {
    description: 'How long a bucket is: a day where the range is longer than three',
  })
  bucketSize!: string;

  @NestedField(() => WebhookBucketStatsDto, { list: true })
  buckets!: WebhookBucketStatsDto[];

  @NestedField(() => WebhookBacklogDto)
  backlog!: WebhookBacklogDto;

  @NestedField(() => WebhookHealthDto)
  health!: WebhookHealthDto;
}
