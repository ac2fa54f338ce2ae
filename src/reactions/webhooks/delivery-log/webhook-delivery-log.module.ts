import { Module } from '@nestjs/common';
import { WebhookDeliveriesModule } from '../deliveries/index.js';
import { DeliveryRecovery } from './delivery-recovery.js';
import { DeliveryReplays } from './delivery-replays.js';
import { DeliveryRestarts } from './delivery-restarts.js';
import { DeliveryRetention } from './delivery-retention.js';
import { LiveEndpoints } from './live-endpoints.js';
import { MissingDeliveries } from './missing-deliveries.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { WebhookOperationsController } from './webhook-operations.controller.js';
import { WebhookPings } from './webhook-pings.js';
import { WebhookStatsService } from './webhook-stats.service.js';

@Module({
  imports: [WebhookDeliveriesModule],
  controllers: [WebhookDeliveriesController, WebhookOperationsController],
  providers: [
    DeliveryRecovery,
    DeliveryReplays,
    DeliveryRestarts,
    DeliveryRetention,
    LiveEndpoints,
    MissingDeliveries,
    WebhookDeliveriesService,
    WebhookPings,
    WebhookStatsService,
  ],
})
export class WebhookDeliveryLogModule {}
