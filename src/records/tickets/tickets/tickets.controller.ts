import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { AssignTicketDto } from './dto/assign-ticket.dto.js';
import { TicketStatusChangeDto } from './dto/ticket-status-change.dto.js';
import { TicketDto } from './dto/ticket.dto.js';
import { ticketResource } from './ticket.policy.js';
import { TicketsService } from './tickets.service.js';

@ApiTags('Tickets')
@Controller('tickets')
export class TicketsController extends ResourceController(ticketResource) {
  constructor(private readonly tickets: TicketsService) {
    super(tickets);
  }

  @Post(':id/assign')
  @Route({
    permission: 'tickets:update',
    summary: 'Give a ticket to a user, or to nobody',
    operationId: 'assignTicket',
    dryRun: true,
    response: TicketDto,
    record: true,
  })
  assign(@Param('id', ParseIdPipe) id: string, @Body() request: AssignTicketDto): Promise<RecordView> {
    return this.tickets.assign(id, request.ownerId);
  }

  @Post(':id/reopen')
  @Route({
    permission: 'tickets:update',
    summary: 'Open a solved or closed ticket again',
    operationId: 'reopenTicket',
    dryRun: true,
    response: TicketDto,
    record: true,
  })
  reopen(@Param('id', ParseIdPipe) id: string): Promise<RecordView> {
    return this.tickets.reopen(id);
  }

  @Get(':id/status-history')
  @Route({
    permission: 'tickets:read',
    summary: 'List the changes of status of a ticket, the latest first',
    operationId: 'listTicketStatusChanges',
    response: pageOf(TicketStatusChangeDto),
    query: PAGE_PARAMETERS,
  })
  listStatusChanges(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<TicketStatusChangeDto>> {
    return this.tickets.statusHistory(id, query);
  }
}
