import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { WebhookAttemptDto } from './webhook-attempt.dto.js';
import { WebhookDeliveryDto } from './webhook-delivery.dto.js';

export class WebhookDeliveryDetailDto extends WebhookDeliveryDto {
  @NestedField(() => WebhookAttemptDto, { list: true })
  attemptLog!: WebhookAttemptDto[];
}
