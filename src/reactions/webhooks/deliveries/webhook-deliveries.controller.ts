import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import type { RouteOptions } from '../../../platform/http/route-options.js';
import { Route } from '../../../platform/http/route.js';
import { WebhookDeliveryDetailDto } from './dto/webhook-delivery-detail.dto.js';
import { DELIVERY_STATUSES, WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';

const LIST: Omit<RouteOptions, 'summary'> = {
  permission: 'webhooks:read',
  response: pageOf(WebhookDeliveryDto),
  query: [...PAGE_PARAMETERS, { name: 'status', schema: { type: 'string', enum: [...DELIVERY_STATUSES] } }],
};

@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Get('deliveries')
  @Route({ ...LIST, summary: 'List deliveries to all webhooks', operationId: 'listWebhookDeliveries' })
  list(@Query() query: Record<string, unknown>): Promise<Page<WebhookDeliveryDto>> {
    return this.deliveries.list(query);
  }

  @Get('deliveries/:deliveryId')
  @Route({
    permission: 'webhooks:read',
    summary: 'Get a delivery with every attempt',
    operationId: 'getWebhookDelivery',
    response: WebhookDeliveryDetailDto,
  })
  get(@Param('deliveryId', ParseIdPipe) deliveryId: string): Promise<WebhookDeliveryDetailDto> {
    return this.deliveries.get(deliveryId);
  }

  @Get(':id/deliveries')
  @Route({ ...LIST, summary: 'List deliveries to a webhook', operationId: 'listDeliveriesOfWebhook' })
  listOfEndpoint(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<WebhookDeliveryDto>> {
    return this.deliveries.list(query, id);
  }
}
