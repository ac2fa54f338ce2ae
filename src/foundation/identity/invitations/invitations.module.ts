import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { BrowserSessionsModule } from '../browser-sessions/index.js';
import { UsersModule } from '../users/index.js';
import { InvitationAcceptanceController } from './invitation-acceptance.controller.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';
import { InvitationLetters } from './invitation-letters.js';
import { InvitationLimit } from './invitation-limit.js';
import { InvitationPreviewController } from './invitation-preview.controller.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { Invitees } from './invitees.js';
import { OpenInvitations } from './open-invitations.js';

@Module({
  imports: [AuthModule, BrowserSessionsModule, UsersModule],
  controllers: [InvitationsController, InvitationAcceptanceController, InvitationPreviewController],
  providers: [
    InvitationsService,
    InvitationAcceptanceService,
    InvitationLetters,
    InvitationLimit,
    Invitees,
    OpenInvitations,
  ],
})
export class InvitationsModule {}
