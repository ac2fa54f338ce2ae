import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { UserAgent } from '../../../platform/http/user-agent.js';
import { TokensDto } from '../auth/index.js';
import { AcceptInvitationDto } from './dto/accept-invitation.dto.js';
import { InvitationPreviewDto } from './dto/invitation-preview.dto.js';
import { PreviewInvitationDto } from './dto/preview-invitation.dto.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';

@ApiTags('Auth')
@Controller('auth')
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

  @Post('preview-invitation')
  @Route({
    permission: 'public',
    limit: 'anonymous',
    summary: 'What the token of an invitation is for; changes nothing',
    operationId: 'previewInvitation',
    response: InvitationPreviewDto,
  })
  preview(@Body() input: PreviewInvitationDto): Promise<InvitationPreviewDto> {
    return this.acceptance.preview(input.token);
  }
}
