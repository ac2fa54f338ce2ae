import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { DeliveryRecovery } from './delivery-recovery.js';
import { RecoverDeliveriesDto } from './dto/recover-deliveries.dto.js';
import { RecoveredDeliveriesDto } from './dto/recovered-deliveries.dto.js';
import { WebhookDeliveryDetailDto } from './dto/webhook-delivery-detail.dto.js';
import { WebhookStatsDto } from './dto/webhook-stats.dto.js';
import { STATS_PARAMETERS } from './stats-range.js';
import { WebhookPings } from './webhook-pings.js';
import { WebhookStatsService } from './webhook-stats.service.js';

@ApiTags('Webhooks')
@Controller('webhooks/:id')
export class WebhookOperationsController {
  constructor(
    private readonly recovery: DeliveryRecovery,
    private readonly stats: WebhookStatsService,
    private readonly pings: WebhookPings,
  ) {}

  @Post('recover')
  @Route({
    permission: 'webhooks:update',
    summary: 'Send what never reached a webhook, up to 10,000 deliveries a call',
    operationId: 'recoverWebhook',
    status: 202,
    response: RecoveredDeliveriesDto,
    dryRun: true,
  })
  recover(
    @Param('id', ParseIdPipe) id: string,
    @Body() input: RecoverDeliveriesDto,
  ): Promise<RecoveredDeliveriesDto> {
    return this.recovery.recover(id, input);
  }

  @Get('stats')
  @Route({
    permission: 'webhooks:read',
    summary: 'How a webhook is doing: counts, durations, backlog and health',
    operationId: 'getWebhookStats',
    response: WebhookStatsDto,
    query: STATS_PARAMETERS,
  })
  getStats(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<WebhookStatsDto> {
    return this.stats.get(id, query);
  }

  @Post('test')
  @Route({
    permission: 'webhooks:update',
    summary: 'Send `webhook.ping` to a webhook and wait for its answer',
    operationId: 'testWebhook',
    response: WebhookDeliveryDetailDto,
    acrossTenants: true,
  })
  test(@Param('id', ParseIdPipe) id: string): Promise<WebhookDeliveryDetailDto> {
    return this.pings.ping(id);
  }
}
