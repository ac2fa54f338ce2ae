import { Module } from '@nestjs/common';
import { OutboundModule } from '../../../platform/http/outbound/index.js';
import { EndpointRules } from './endpoint-rules.js';
import { EndpointVault } from './endpoint-vault.js';
import { SubscriptionFilters } from './subscription-filters.js';
import { Subscriptions } from './subscriptions.js';
import { WebhookEndpointsController } from './webhook-endpoints.controller.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { WebhookQuota } from './webhook-quota.js';

@Module({
  imports: [OutboundModule],
  controllers: [WebhookEndpointsController],
  providers: [
    WebhookEndpointsService,
    WebhookQuota,
    EndpointVault,
    EndpointRules,
    Subscriptions,
    SubscriptionFilters,
  ],
  exports: [WebhookEndpointsService, EndpointVault, Subscriptions, SubscriptionFilters],
})
export class WebhookEndpointsModule {}
