import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import { constantTimeEqual } from '../../../platform/crypto/index.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { type Sweep, Sweeper } from '../../../platform/queue/sweeper.js';
import { Invitation } from './invitation.entity.js';
import {
  InvitationExpiredError,
  InvitationReplacedError,
  InvitationRevokedError,
  InvitationUsedError,
} from './invitation.errors.js';
import { readToken } from './invitation-token.js';

/** Long enough to say what became of an invitation, and to whoever follows its link too late. */
const KEPT_MILLISECONDS = 90 * 86_400_000;
const PURGE = `DELETE FROM invitations WHERE id IN (SELECT id FROM invitations WHERE expires_at < $1 LIMIT 1000)`;

/** Invitations by their tokens, whatever the tenant: the token is all that its holder has. */
@Injectable()
export class OpenInvitations implements Sweep {
  readonly name = 'old invitations';

  constructor(
    private readonly control: ControlDatabase,
    private readonly clock: Clock,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  /** @throws {NotFoundError} for no token of ours · 410 when it is used, withdrawn, replaced or too old */
  async find(token: string): Promise<Invitation> {
    const read = readToken(token);
    if (read === undefined) throw new NotFoundError('Invitation');
    const invitation = await this.control.repository(Invitation).findOneBy({ id: read.id });
    return this.openOnly(invitation, read.secretHash);
  }

  /** Marks it used, and holds it until the transaction ends: of two who accept, one finds it used. @throws as `find` */
  async use(manager: ControlManager, { id, tokenHash }: Invitation): Promise<void> {
    const found = await manager.findOne(Invitation, { where: { id }, lock: { mode: 'pessimistic_write' } });
    this.openOnly(found, tokenHash);
    await manager.update(Invitation, { id }, { acceptedAt: this.clock.now() });
  }

  async sweep(): Promise<void> {
    await this.control.query(PURGE, [new Date(this.clock.milliseconds() - KEPT_MILLISECONDS)]);
  }

  private openOnly(invitation: Invitation | null, secretHash: string): Invitation {
    if (invitation === null) throw new NotFoundError('Invitation');
    if (!constantTimeEqual(invitation.tokenHash, secretHash)) throw new InvitationReplacedError();
    if (invitation.acceptedAt !== null) throw new InvitationUsedError();
    if (invitation.revokedAt !== null) throw new InvitationRevokedError();
    if (invitation.expiresAt <= this.clock.now()) throw new InvitationExpiredError();
    return invitation;
  }
}
