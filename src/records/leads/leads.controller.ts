import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../platform/http/page-query.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { AssignLeadDto } from './dto/assign-lead.dto.js';
import { ConvertLeadDto } from './dto/convert-lead.dto.js';
import { LeadConversionDto } from './dto/lead-conversion.dto.js';
import { LeadStatusChangeDto } from './dto/lead-status-change.dto.js';
import { LeadDto } from './dto/lead.dto.js';
import { LeadConversionsService } from './lead-conversions.service.js';
import { LeadOwnersService } from './lead-owners.service.js';
import { leadResource } from './lead.policy.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('leads')
export class LeadsController extends ResourceController(leadResource) {
  constructor(
    private readonly leads: LeadsService,
    private readonly owners: LeadOwnersService,
    private readonly conversions: LeadConversionsService,
  ) {
    super(leads);
  }

  @Post(':id/assign')
  @Route({
    permission: 'leads:update',
    summary: 'Give a lead to an owner: a named one, or the next by a rule',
    operationId: 'assignLead',
    dryRun: true,
    response: LeadDto,
    record: true,
  })
  assign(@Param('id', ParseIdPipe) id: string, @Body() request: AssignLeadDto): Promise<RecordView> {
    return this.owners.assign(id, request);
  }

  @Post(':id/convert')
  @Route({
    permission: 'leads:update',
    summary: 'Convert a lead into a contact of a company, with a deal; takes the rights to make what is made',
    operationId: 'convertLead',
    dryRun: true,
    response: LeadConversionDto,
  })
  convert(@Param('id', ParseIdPipe) id: string, @Body() request: ConvertLeadDto): Promise<LeadConversionDto> {
    return this.conversions.convert(id, request);
  }

  @Get(':id/status-history')
  @Route({
    permission: 'leads:read',
    summary: 'List the changes of status of a lead, the latest first',
    operationId: 'listLeadStatusChanges',
    response: pageOf(LeadStatusChangeDto),
    query: PAGE_PARAMETERS,
  })
  listStatusChanges(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<LeadStatusChangeDto>> {
    return this.leads.statusHistory(id, query);
  }
}
