import { Module } from '@nestjs/common';
import { OutboundModule } from '../../../platform/http/outbound/index.js';
import { WebhookEndpointsController } from './webhook-endpoints.controller.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { WebhookQuota } from './webhook-quota.js';

@Module({
  imports: [OutboundModule],
  controllers: [WebhookEndpointsController],
  providers: [WebhookEndpointsService, WebhookQuota],
  exports: [WebhookEndpointsService],
})
export class WebhookEndpointsModule {}
