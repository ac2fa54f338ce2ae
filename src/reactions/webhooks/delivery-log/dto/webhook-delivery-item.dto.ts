import { PartialType } from '@nestjs/swagger';
import { WebhookDeliveryDto } from './webhook-delivery.dto.js';

/** Of a list: what `fields` picks of a delivery, which is all of it where nothing is picked. */
export class WebhookDeliveryItemDto extends PartialType(WebhookDeliveryDto) {}
