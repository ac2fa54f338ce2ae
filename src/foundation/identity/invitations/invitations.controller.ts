import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { InvitationDto } from './dto/invitation.dto.js';
import { InviteUserDto } from './dto/invite-user.dto.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('Users')
@Controller('users')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Post('invite')
  @Route({
    permission: 'users:create',
    summary: 'Invite somebody by mail to become a user of the tenant',
    operationId: 'inviteUser',
    status: 201,
    response: InvitationDto,
  })
  invite(@Body() input: InviteUserDto): Promise<InvitationDto> {
    return this.invitations.invite(input);
  }

  @Get('invitations')
  @Route({
    permission: 'users:create',
    summary: 'List invitations, newest first',
    operationId: 'listInvitations',
    response: pageOf(InvitationDto),
    query: PAGE_PARAMETERS,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<InvitationDto>> {
    return this.invitations.list(query);
  }

  @Delete('invitations/:id')
  @Route({
    permission: 'users:create',
    summary: 'Withdraw an open invitation',
    operationId: 'revokeInvitation',
    status: 204,
  })
  revoke(@Param('id', ParseIdPipe) id: string): Promise<void> {
    return this.invitations.revoke(id);
  }

  @Post('invitations/:id/resend')
  @Route({
    permission: 'users:create',
    summary: 'Send an open invitation again, with a new link; the old one works no longer',
    operationId: 'resendInvitation',
    response: InvitationDto,
  })
  resend(@Param('id', ParseIdPipe) id: string): Promise<InvitationDto> {
    return this.invitations.resend(id);
  }
}
