import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { listParameters } from '../../platform/resource/lists/list-parameters.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { ContactCompaniesService } from './contact-companies.service.js';
import { contactResource } from './contact.policy.js';
import { ContactsService } from './contacts.service.js';
import { ContactCompanyDto } from './dto/contact-company.dto.js';
import { ContactDto } from './dto/contact.dto.js';
import { LinkCompanyDto } from './dto/link-company.dto.js';

/** The associations of contacts with companies, from the company's side. */
@ApiTags('Companies')
@Controller('companies/:id/contacts')
export class CompanyContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly companies: ContactCompaniesService,
  ) {}

  @Get()
  @Route({
    permission: 'contacts:read',
    summary: 'List the contacts of a company',
    operationId: 'listContactsOfCompany',
    response: pageOf(ContactDto),
    openQuery: true,
    query: listParameters(contactResource.policy),
  })
  list(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.contacts.listOfCompany(id, query);
  }

  @Post(':contactId')
  @Route({
    permission: 'contacts:update',
    summary: 'Associate a company with a contact, or change their association',
    operationId: 'linkCompanyToContact',
    dryRun: true,
    response: ContactCompanyDto,
  })
  link(
    @Param('id', ParseIdPipe) id: string,
    @Param('contactId', ParseIdPipe) contactId: string,
    @Body() input: LinkCompanyDto,
  ): Promise<ContactCompanyDto> {
    return this.companies.link(contactId, id, input);
  }

  @Delete(':contactId')
  @Route({
    permission: 'contacts:update',
    summary: 'End the association of a company with a contact',
    operationId: 'unlinkCompanyFromContact',
    dryRun: true,
    status: 204,
  })
  unlink(
    @Param('id', ParseIdPipe) id: string,
    @Param('contactId', ParseIdPipe) contactId: string,
  ): Promise<void> {
    return this.companies.unlink(contactId, id);
  }
}
