import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { WebhookAttemptDto } from './webhook-attempt.dto.js';
import { WebhookDeliveryEventDto } from './webhook-delivery-event.dto.js';
import { WebhookDeliveryDto } from './webhook-delivery.dto.js';

export class WebhookDeliveryDetailDto extends WebhookDeliveryDto {
  @NestedField(() => WebhookDeliveryEventDto, {
    nullable: true,
    description: 'What is delivered; null when it is no longer held',
  })
  event!: WebhookDeliveryEventDto | null;

  @NestedField(() => WebhookAttemptDto, { list: true, description: 'In their order; the last 100' })
  attemptLog!: WebhookAttemptDto[];
}
