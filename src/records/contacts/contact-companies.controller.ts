import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../platform/http/page-query.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ContactCompaniesService } from './contact-companies.service.js';
import { ContactCompanyDto } from './dto/contact-company.dto.js';
import { LinkCompanyDto } from './dto/link-company.dto.js';

@ApiTags('Contacts')
@Controller('contacts/:id/companies')
export class ContactCompaniesController {
  constructor(private readonly companies: ContactCompaniesService) {}

  @Get()
  @Route({
    permission: 'contacts:read',
    summary: 'List the companies of a contact, the primary one first',
    operationId: 'listCompaniesOfContact',
    response: pageOf(ContactCompanyDto),
    query: PAGE_PARAMETERS,
  })
  list(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<ContactCompanyDto>> {
    return this.companies.list(id, query);
  }

  @Post(':companyId')
  @Route({
    permission: 'contacts:update',
    summary: 'Associate a contact with a company, or change their association',
    operationId: 'linkContactToCompany',
    dryRun: true,
    response: ContactCompanyDto,
  })
  link(
    @Param('id', ParseIdPipe) id: string,
    @Param('companyId', ParseIdPipe) companyId: string,
    @Body() input: LinkCompanyDto,
  ): Promise<ContactCompanyDto> {
    return this.companies.link(id, companyId, input);
  }

  @Delete(':companyId')
  @Route({
    permission: 'contacts:update',
    summary: 'End the association of a contact with a company',
    operationId: 'unlinkContactFromCompany',
    dryRun: true,
    status: 204,
  })
  unlink(
    @Param('id', ParseIdPipe) id: string,
    @Param('companyId', ParseIdPipe) companyId: string,
  ): Promise<void> {
    return this.companies.unlink(id, companyId);
  }
}
