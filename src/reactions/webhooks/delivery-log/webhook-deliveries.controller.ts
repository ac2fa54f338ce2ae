import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import type { RouteOptions } from '../../../platform/http/route-options.js';
import { Route } from '../../../platform/http/route.js';
import { ListSearchDto } from '../../../platform/resource/lists/list-search.dto.js';
import type { PlainRow } from '../../../platform/resource/lists/plain-lists.js';
import { DELIVERY_PARAMETERS } from './delivery-query.js';
import { DeliveryReplays } from './delivery-replays.js';
import { WebhookDeliveryDetailDto } from './dto/webhook-delivery-detail.dto.js';
import { WebhookDeliveryItemDto } from './dto/webhook-delivery-item.dto.js';
import { WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';

type QueryParameters = Readonly<Record<string, unknown>>;

const READ = { permission: 'webhooks:read', response: pageOf(WebhookDeliveryItemDto) } as const;
const LIST: Omit<RouteOptions, 'summary'> = { ...READ, query: DELIVERY_PARAMETERS, openQuery: true };

@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhookDeliveriesController {
  constructor(
    private readonly deliveries: WebhookDeliveriesService,
    private readonly replays: DeliveryReplays,
  ) {}

  @Get('deliveries')
  @Route({ ...LIST, summary: 'List deliveries to all webhooks', operationId: 'listWebhookDeliveries' })
  list(@Query() query: QueryParameters): Promise<Page<PlainRow>> {
    return this.deliveries.list(query);
  }

  @Post('deliveries/search')
  @Route({
    ...READ,
    summary: 'List deliveries by a filter with and, or and not',
    operationId: 'searchWebhookDeliveries',
    body: ListSearchDto,
  })
  search(@Body() body: unknown): Promise<Page<PlainRow>> {
    return this.deliveries.search(body);
  }

  @Get('deliveries/:deliveryId')
  @Route({
    permission: 'webhooks:read',
    summary: 'Get a delivery with its event, its request and every attempt',
    operationId: 'getWebhookDelivery',
    response: WebhookDeliveryDetailDto,
  })
  get(@Param('deliveryId', ParseIdPipe) deliveryId: string): Promise<WebhookDeliveryDetailDto> {
    return this.deliveries.get(deliveryId);
  }

  @Post('deliveries/:deliveryId/replay')
  @Route({
    permission: 'webhooks:update',
    summary: 'Send a delivery again; asked twice it is sent once',
    operationId: 'replayWebhookDelivery',
    status: 202,
    response: WebhookDeliveryDto,
    dryRun: true,
  })
  replay(@Param('deliveryId', ParseIdPipe) deliveryId: string): Promise<WebhookDeliveryDto> {
    return this.replays.replay(deliveryId);
  }

  @Get(':id/deliveries')
  @Route({ ...LIST, summary: 'List deliveries to a webhook', operationId: 'listDeliveriesOfWebhook' })
  listOfEndpoint(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: QueryParameters,
  ): Promise<Page<PlainRow>> {
    return this.deliveries.listOfEndpoint(id, query);
  }
}
