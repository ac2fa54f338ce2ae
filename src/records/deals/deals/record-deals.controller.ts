import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters } from '../../../platform/resource/lists/list-parameters.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { dealResource } from './deal.policy.js';
import { DealsService } from './deals.service.js';
import { DealDto } from './dto/deal.dto.js';

/** The deals of a company, a contact (by whichever path), or a lead. Takes the right to read the record too. */
@ApiTags('Deals')
@Controller(':records/:id/deals')
export class RecordDealsController {
  constructor(private readonly deals: DealsService) {}

  @Get()
  @Route({
    permission: 'deals:read',
    summary: 'List the deals of a company, contact, client, customer or lead',
    operationId: 'listDealsOfRecord',
    response: pageOf(DealDto),
    openQuery: true,
    query: listParameters(dealResource.policy),
  })
  list(
    @Param('records') records: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.deals.listOf(records, id, query);
  }
}
