import { Injectable } from '@nestjs/common';
import { MailConfig } from '../../../platform/config/mail.config.js';
import { currentActor, currentTenant } from '../../../platform/context/request-context.js';
import type { ControlManager } from '../../../platform/database/control-database.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { TenantsService } from '../../tenancy/tenants/index.js';
import { UsersService } from '../users/index.js';
import type { Invitation } from './invitation.entity.js';
import { invitationMail } from './invitation.mail.js';
import { writeToken } from './invitation-token.js';

/** In whose name an invitation is sent. */
export interface Sender {
  readonly tenantName: string;
  readonly inviterName: string;
}

/** The mails that carry invitations. */
@Injectable()
export class InvitationLetters {
  constructor(
    private readonly users: UsersService,
    private readonly tenants: TenantsService,
    private readonly mailer: Mailer,
    private readonly config: MailConfig,
  ) {}

  /** The caller. Asked for before the transaction, which needs no second connection then. */
  async sender(): Promise<Sender> {
    const tenantName = await this.tenants.nameOf(currentTenant().id);
    const inviter = await this.users.findById(currentActor().id);
    return { tenantName, inviterName: inviter?.name ?? tenantName };
  }

  /** In the given control transaction. */
  async send(manager: ControlManager, invitation: Invitation, secret: string, sender: Sender): Promise<void> {
    const { id, email: to, role, expiresAt } = invitation;
    const url = this.config.link('accept-invitation', writeToken(id, secret));
    await this.mailer.send(manager, {
      to,
      ...invitationMail({ ...sender, role, url, expiresAt }),
      expiresAt,
    });
  }
}
