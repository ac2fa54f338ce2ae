import { Module } from '@nestjs/common';
import { OutboundModule } from '../../../platform/http/outbound/index.js';
import { WebhookEndpointsModule } from '../endpoints/index.js';
import { DeliverJob } from './deliver.job.js';
import { DeliveryAdmission } from './delivery-admission.js';
import { DeliveryAttempts } from './delivery-attempts.js';
import { DeliveryPersonalData } from './delivery-personal-data.js';
import { DeliveryRequests } from './delivery-requests.js';
import { DeliveryRights } from './delivery-rights.js';
import { DeliverySender } from './delivery-sender.js';
import { DeliverySlots } from './delivery-slots.js';
import { DeliveryStore } from './delivery-store.js';
import { EndpointHealthStore } from './endpoint-health-store.js';
import { EndpointNotices } from './endpoint-notices.js';
import { EndpointWatch } from './endpoint-watch.js';
import { FanOutFilters } from './fan-out-filters.js';
import { WebhookBodies } from './webhook-bodies.js';
import { WebhookFanOut } from './webhook-fan-out.js';

@Module({
  imports: [OutboundModule, WebhookEndpointsModule],
  providers: [
    DeliveryStore,
    DeliveryPersonalData,
    DeliveryRequests,
    DeliveryRights,
    DeliverySender,
    DeliverySlots,
    DeliveryAttempts,
    EndpointHealthStore,
    EndpointNotices,
    EndpointWatch,
    DeliverJob,
    DeliveryAdmission,
    FanOutFilters,
    WebhookBodies,
    WebhookFanOut,
  ],
  exports: [DeliveryRequests, WebhookFanOut],
})
export class WebhookDeliveriesModule {}
