import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { UserAgent } from '../../../platform/http/user-agent.js';
import { TokensDto } from '../auth/index.js';
import { IssuesTokens } from '../browser-sessions/index.js';
import { AcceptInvitationDto } from './dto/accept-invitation.dto.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';

@ApiTags('Auth')
@Controller('auth')
@IssuesTokens()
export class InvitationAcceptanceController {
  constructor(private readonly acceptance: InvitationAcceptanceService) {}

  @Post('accept-invitation')
  @Route({
    permission: 'public',
    credential: 'optional',
    limit: 'anonymous',
    acrossTenants: true,
    summary: 'Become a member with the token of an invitation, and log in',
    operationId: 'acceptInvitation',
    response: TokensDto,
  })
  accept(@Body() input: AcceptInvitationDto, @UserAgent() userAgent: string | null): Promise<TokensDto> {
    return this.acceptance.accept(input, userAgent);
  }
}
