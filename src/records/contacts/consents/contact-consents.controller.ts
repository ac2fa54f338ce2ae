import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { ContactConsentsService } from './contact-consents.service.js';
import { ConsentDto } from './dto/consent.dto.js';
import { RecordConsentDto } from './dto/record-consent.dto.js';

const LIST = { permission: 'contacts:read', response: pageOf(ConsentDto), query: PAGE_PARAMETERS };

@ApiTags('Contacts')
@Controller('contacts/:id/consents')
export class ContactConsentsController {
  constructor(private readonly consents: ContactConsentsService) {}

  @Get()
  @Route({ ...LIST, summary: 'List what a contact consents to now', operationId: 'listConsents' })
  list(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<ConsentDto>> {
    return this.consents.list(id, query);
  }

  @Get('history')
  @Route({
    ...LIST,
    summary: 'List every decision of a contact about consent',
    operationId: 'listConsentHistory',
  })
  history(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<ConsentDto>> {
    return this.consents.history(id, query);
  }

  @Put(':purpose')
  @Route({
    permission: 'contacts:update',
    summary: 'Record what a contact decided about a purpose; answers what holds now',
    operationId: 'recordConsent',
    dryRun: true,
    response: ConsentDto,
  })
  record(
    @Param('id', ParseIdPipe) id: string,
    @Param('purpose') purpose: string,
    @Body() input: RecordConsentDto,
  ): Promise<ConsentDto> {
    return this.consents.record(id, purpose, input);
  }
}
