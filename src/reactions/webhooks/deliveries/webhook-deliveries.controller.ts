import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { WebhookDeliveryDetailDto } from './dto/webhook-delivery-detail.dto.js';
import { DELIVERY_STATUSES, WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';

const LIST = {
  permission: 'webhooks:read',
  response: pageOf(WebhookDeliveryDto),
  query: [{ name: 'page' }, { name: 'pageSize' }, { name: 'status', enum: DELIVERY_STATUSES }],
};

@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Get('deliveries')
  @Route({ ...LIST, summary: 'List deliveries to all webhooks' })
  list(@Query() query: Record<string, unknown>): Promise<Page<WebhookDeliveryDto>> {
    return this.deliveries.list(query);
  }

  @Get('deliveries/:deliveryId')
  @Route({
    permission: 'webhooks:read',
    summary: 'Get a delivery with every attempt',
    response: WebhookDeliveryDetailDto,
  })
  get(@Param('deliveryId', ParseIdPipe) deliveryId: string): Promise<WebhookDeliveryDetailDto> {
    return this.deliveries.get(deliveryId);
  }

  @Get(':id/deliveries')
  @Route({ ...LIST, summary: 'List deliveries to a webhook' })
  listOfEndpoint(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<WebhookDeliveryDto>> {
    return this.deliveries.list(query, id);
  }
}
