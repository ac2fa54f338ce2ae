import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { IfMatch } from '../../../platform/http/if-match.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { CreateOrganizationDto } from './dto/create-organization.dto.js';
import { OrganizationDto } from './dto/organization.dto.js';
import { UpdateOrganizationDto } from './dto/update-organization.dto.js';
import { OrganizationManagementService } from './organization-management.service.js';
import { OrganizationsService } from './organizations.service.js';

/** People act on their organizations, not keys; what they may do with one depends on their role in that one. */
@ApiTags('Organizations')
@Controller('organizations')
export class OrganizationsController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly management: OrganizationManagementService,
  ) {}

  @Get()
  @Route({
    permission: 'session',
    summary: 'List your organizations',
    operationId: 'listOrganizations',
    response: pageOf(OrganizationDto),
    query: PAGE_PARAMETERS,
    whileSuspended: true,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<OrganizationDto>> {
    return this.organizations.list(query);
  }

  @Post()
  @Route({
    permission: 'session',
    summary: 'Create an organization and become its Admin',
    operationId: 'createOrganization',
    acrossTenants: true,
    status: 201,
    response: OrganizationDto,
    record: true,
    whileSuspended: true,
  })
  create(@Body() input: CreateOrganizationDto): Promise<OrganizationDto> {
    return this.organizations.create(input);
  }

  @Get(':id')
  @Route({
    permission: 'session',
    summary: 'Get one of your organizations',
    operationId: 'getOrganization',
    response: OrganizationDto,
    record: true,
    whileSuspended: true,
  })
  get(@Param('id', ParseIdPipe) id: string): Promise<OrganizationDto> {
    return this.organizations.get(id);
  }

  @Patch(':id')
  @Route({
    permission: 'session',
    permissionInNamedTenant: 'organizations:update',
    summary: 'Change one of your organizations',
    operationId: 'updateOrganization',
    acrossTenants: true,
    response: OrganizationDto,
    record: true,
    readOnlyFields: ['id', 'role', 'plan', 'state', 'closesAt', 'createdAt', 'updatedAt'],
    whileSuspended: true,
  })
  update(
    @Param('id', ParseIdPipe) id: string,
    @Body() input: UpdateOrganizationDto,
    @IfMatch() version?: number,
  ): Promise<OrganizationDto> {
    return this.management.update(id, input, version);
  }

  @Delete(':id')
  @Route({
    permission: 'session',
    permissionInNamedTenant: 'organizations:delete',
    summary: 'Close one of your organizations; until `closesAt` it can be restored',
    operationId: 'deleteOrganization',
    status: 204,
    whileSuspended: true,
  })
  close(@Param('id', ParseIdPipe) id: string, @IfMatch() version?: number): Promise<void> {
    return this.management.close(id, version);
  }

  @Post(':id/restore')
  @Route({
    permission: 'session',
    permissionInNamedTenant: 'organizations:delete',
    summary: 'Take back an organization that is being closed',
    operationId: 'restoreOrganization',
    acrossTenants: true,
    response: OrganizationDto,
    record: true,
    whileSuspended: true,
  })
  restore(@Param('id', ParseIdPipe) id: string): Promise<OrganizationDto> {
    return this.management.restore(id);
  }
}
