import { Module } from '@nestjs/common';
import { OutboundModule } from '../../../platform/http/outbound/index.js';
import { WebhookEndpointsModule } from '../endpoints/index.js';
import { DeliverJob } from './deliver.job.js';
import { DeliveryAdmission } from './delivery-admission.js';
import { DeliveryRights } from './delivery-rights.js';
import { DeliverySender } from './delivery-sender.js';
import { DeliveryStore } from './delivery-store.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { WebhookFanOut } from './webhook-fan-out.js';

@Module({
  imports: [OutboundModule, WebhookEndpointsModule],
  controllers: [WebhookDeliveriesController],
  providers: [
    DeliveryStore,
    DeliveryRights,
    DeliverySender,
    DeliverJob,
    DeliveryAdmission,
    WebhookFanOut,
    WebhookDeliveriesService,
  ],
})
export class WebhookDeliveriesModule {}
