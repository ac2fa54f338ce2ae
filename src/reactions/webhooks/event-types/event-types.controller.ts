import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { Route } from '../../../platform/http/route.js';
import { WebhookEventTypeDto } from './dto/webhook-event-type.dto.js';
import { EventTypesService } from './event-types.service.js';

@ApiTags('Webhooks')
@Controller('webhooks/event-types')
export class EventTypesController {
  constructor(private readonly types: EventTypesService) {}

  @Get()
  @Route({
    permission: 'webhooks:read',
    summary: 'List the types of events that webhooks are sent, with the schema of their bodies',
    operationId: 'listWebhookEventTypes',
    response: pageOf(WebhookEventTypeDto),
    query: PAGE_PARAMETERS,
  })
  list(@Query() query: Readonly<Record<string, unknown>>): Promise<Page<WebhookEventTypeDto>> {
    return this.types.list(query);
  }

  @Get(':name')
  @Route({
    permission: 'webhooks:read',
    summary: 'Get a type of event',
    operationId: 'getWebhookEventType',
    response: WebhookEventTypeDto,
  })
  get(@Param('name') name: string): Promise<WebhookEventTypeDto> {
    return this.types.get(name);
  }
}
