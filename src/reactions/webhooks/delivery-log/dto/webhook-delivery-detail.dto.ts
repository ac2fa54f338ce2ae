import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { WebhookAttemptDto } from './webhook-attempt.dto.js';
import { WebhookDeliveryEventDto } from './webhook-delivery-event.dto.js';
import { WebhookDeliveryRequestDto } from './webhook-delivery-request.dto.js';
import { WebhookDeliveryDto } from './webhook-delivery.dto.js';

export class WebhookDeliveryDetailDto extends WebhookDeliveryDto {
  @NestedField(() => WebhookDeliveryEventDto, {
    nullable: true,
    description: 'What is delivered; null when it is no longer held',
  })
  event!: WebhookDeliveryEventDto | null;

  @NestedField(() => WebhookDeliveryRequestDto, {
    nullable: true,
    description:
      'As it would be sent now; null when its event is no longer held, or when you or those whose rights the webhook has may not see it',
  })
  request!: WebhookDeliveryRequestDto | null;

  @NestedField(() => WebhookAttemptDto, { list: true, description: 'In their order; the last 100' })
  attemptLog!: WebhookAttemptDto[];
}
