import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { ContactRelationshipsService } from './contact-relationships.service.js';
import { CreateRelationshipDto } from './dto/create-relationship.dto.js';
import { RelationshipDto } from './dto/relationship.dto.js';

@ApiTags('Contacts')
@Controller('contacts/:id/relationships')
export class ContactRelationshipsController {
  constructor(private readonly relationships: ContactRelationshipsService) {}

  @Get()
  @Route({
    permission: 'contacts:read',
    summary: 'List what other contacts are to a contact',
    operationId: 'listRelationships',
    response: pageOf(RelationshipDto),
    query: PAGE_PARAMETERS,
  })
  list(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RelationshipDto>> {
    return this.relationships.list(id, query);
  }

  @Post()
  @Route({
    permission: 'contacts:update',
    summary: 'Say what another contact is to a contact',
    operationId: 'createRelationship',
    dryRun: true,
    status: 201,
    response: RelationshipDto,
  })
  create(
    @Param('id', ParseIdPipe) id: string,
    @Body() input: CreateRelationshipDto,
  ): Promise<RelationshipDto> {
    return this.relationships.create(id, input);
  }

  @Delete(':relationshipId')
  @Route({
    permission: 'contacts:update',
    summary: 'End a relationship between contacts',
    operationId: 'deleteRelationship',
    dryRun: true,
    status: 204,
  })
  remove(
    @Param('id', ParseIdPipe) id: string,
    @Param('relationshipId', ParseIdPipe) relationshipId: string,
  ): Promise<void> {
    return this.relationships.remove(id, relationshipId);
  }
}
