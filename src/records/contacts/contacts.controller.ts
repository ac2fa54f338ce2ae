import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../platform/http/page-query.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { ContactLifecycleService } from './contact-lifecycle.service.js';
import { contactResource } from './contact.policy.js';
import { ContactsService } from './contacts.service.js';
import { LifecycleChangeDto } from './dto/lifecycle-change.dto.js';

@ApiTags('Contacts')
@Controller('contacts')
export class ContactsController extends ResourceController(contactResource) {
  constructor(
    contacts: ContactsService,
    private readonly lifecycle: ContactLifecycleService,
  ) {
    super(contacts);
  }

  @Get(':id/lifecycle-history')
  @Route({
    permission: 'contacts:read',
    summary: 'List the lifecycle stages that a contact went through, the latest first',
    operationId: 'listLifecycleChanges',
    response: pageOf(LifecycleChangeDto),
    query: PAGE_PARAMETERS,
  })
  listLifecycleChanges(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<LifecycleChangeDto>> {
    return this.lifecycle.list(id, query);
  }
}
