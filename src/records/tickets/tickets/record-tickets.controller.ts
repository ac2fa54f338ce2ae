import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters, shapeParameters } from '../../../platform/resource/lists/list-parameters.js';
import { viewSchema } from '../../../platform/resource/record-view-schema.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { RecordTicketsService } from './record-tickets.service.js';
import { ticketResource } from './ticket.policy.js';

/** The tickets of a contact, client, customer, company or queue. Takes the right to read that, too. */
@ApiTags('Tickets')
@Controller(':records/:id/tickets')
export class RecordTicketsController {
  constructor(private readonly tickets: RecordTicketsService) {}

  @Get()
  @Route({
    permission: 'tickets:read',
    summary: 'List tickets of a contact, client, customer, company or ticket queue',
    operationId: 'listTicketsOfRecord',
    response: pageOf(viewSchema(ticketResource)),
    openQuery: true,
    query: [...listParameters(ticketResource.policy), ...shapeParameters(ticketResource)],
  })
  list(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.tickets.listOf(records, id, query);
  }
}
