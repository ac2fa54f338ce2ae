import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters } from '../../../platform/resource/lists/list-parameters.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { DealRepricing } from './deal-repricing.js';
import { DealLineDto } from './dto/deal-line.dto.js';
import { LineItemDto } from './dto/line-item.dto.js';
import { RepriceDealDto } from './dto/reprice-deal.dto.js';
import { RepricedDealDto } from './dto/repriced-deal.dto.js';
import { lineItemResource } from './line-item.policy.js';
import { LineItemsService } from './line-items.service.js';

/** The line items of one deal. */
@ApiTags('Line items')
@Controller('deals/:id')
export class DealLinesController {
  constructor(
    private readonly lines: LineItemsService,
    private readonly repricing: DealRepricing,
  ) {}

  @Get('line-items')
  @Route({
    permission: 'line-items:read',
    summary: 'List the line items of a deal; takes the right to read the deal too',
    operationId: 'listLineItemsOfDeal',
    response: pageOf(LineItemDto),
    openQuery: true,
    query: listParameters(lineItemResource.policy).filter(({ name }) => name !== 'dealId'),
  })
  list(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.lines.listOf(id, query);
  }

  @Post('line-items')
  @Route({
    permission: 'line-items:create',
    summary: 'Add a line item to a deal; takes the right to read the deal too',
    operationId: 'addLineItemToDeal',
    status: 201,
    dryRun: true,
    response: LineItemDto,
    record: true,
    locatedAt: '/api/line-items',
  })
  add(@Param('id', ParseIdPipe) id: string, @Body() input: DealLineDto): Promise<RecordView> {
    return this.lines.add(id, input);
  }

  @Post('reprice')
  @Route({
    permission: 'line-items:update',
    summary: 'Look up the prices of a deal again, in its currency or another one',
    operationId: 'repriceDeal',
    dryRun: true,
    response: RepricedDealDto,
  })
  reprice(@Param('id', ParseIdPipe) id: string, @Body() request: RepriceDealDto): Promise<RepricedDealDto> {
    return this.repricing.reprice(id, request);
  }
}
