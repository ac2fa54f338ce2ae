import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { InvitationPreviewDto } from './dto/invitation-preview.dto.js';
import { PreviewInvitationDto } from './dto/preview-invitation.dto.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';

@ApiTags('Auth')
@Controller('auth')
export class InvitationPreviewController {
  constructor(private readonly acceptance: InvitationAcceptanceService) {}

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
