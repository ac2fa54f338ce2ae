import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ClientSignal } from '../../platform/http/client-signal.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { EventDto } from './dto/event.dto.js';
import { EventPageDto } from './dto/event-page.dto.js';
import { EVENT_PARAMETERS, FIELDS_PARAMETER } from './event-query.js';
import { EventsService } from './events.service.js';

@ApiTags('Events')
@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @Route({
    permission: 'authenticated',
    summary: 'The change feed: every committed change of what you may read, once and in order',
    operationId: 'listEvents',
    response: EventPageDto,
    query: EVENT_PARAMETERS,
  })
  follow(@Query() query: Record<string, unknown>, @ClientSignal() gone: AbortSignal): Promise<EventPageDto> {
    return this.events.follow(query, gone);
  }

  @Get(':id')
  @Route({
    permission: 'authenticated',
    summary: 'Get an event',
    operationId: 'getEvent',
    response: EventDto,
    query: [FIELDS_PARAMETER],
  })
  get(@Param('id', ParseIdPipe) id: string, @Query() query: Record<string, unknown>): Promise<EventDto> {
    return this.events.get(id, query);
  }
}
