import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { currentActor, currentTenant } from '../../../platform/context/request-context.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import { MembershipsService } from '../users/index.js';
import type { InvitationDto } from './dto/invitation.dto.js';
import type { InviteUserDto } from './dto/invite-user.dto.js';
import { Invitation } from './invitation.entity.js';
import { InvitationLetters } from './invitation-letters.js';
import { InvitationLimit } from './invitation-limit.js';
import { newSecret } from './invitation-token.js';
import { invitationView } from './invitation-view.js';

/** One open invitation a tenant and address: the newer one takes the place of the one before. */
const OFFER = `INSERT INTO invitations
    (id, tenant_id, email, name, role, token_hash, invited_by, created_at, sent_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
  ON CONFLICT (tenant_id, lower(email)) WHERE accepted_at IS NULL AND revoked_at IS NULL
  DO UPDATE SET name = excluded.name, role = excluded.role, token_hash = excluded.token_hash,
    invited_by = excluded.invited_by, sent_at = excluded.sent_at, expires_at = excluded.expires_at
  RETURNING id`;
const REVOKE = `UPDATE invitations SET revoked_at = $3
  WHERE id = $1 AND tenant_id = $2 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id`;

/** Places in the current tenant that are offered to addresses. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly memberships: MembershipsService,
    private readonly letters: InvitationLetters,
    private readonly limit: InvitationLimit,
    private readonly audit: AuditTrail,
    private readonly config: SecurityConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws {DuplicateError} when the address is a member's · {ValidationError} when there is no such role ·
   * {PermissionDeniedError} when the caller holds less */
  async invite({ email, role: named, name }: InviteUserDto): Promise<InvitationDto> {
    const role = await this.memberships.requireOffer(email, named);
    await this.limit.take();
    const { secret, secretHash } = newSecret();
    const [tenantId, now, expiresAt] = [currentTenant().id, this.clock.now(), this.expiry()];
    const values = [
      newId(),
      tenantId,
      email,
      name ?? null,
      role,
      secretHash,
      currentActor().id,
      now,
      expiresAt,
    ];
    const sender = await this.letters.sender();
    const invitation = await this.control.transaction(async (manager) => {
      const [offered] = await manager.query<{ id: string }[]>(OFFER, values);
      const written = await manager.findOneByOrFail(Invitation, { id: offered?.id ?? '' });
      await this.letters.send(manager, written, secret, sender);
      return written;
    });
    await this.tell('invitation.created', invitation.id, { email, role });
    return invitationView(invitation, now);
  }

  /** All of the tenant, newest first, what became of them included. */
  async list(query: Readonly<Record<string, unknown>>): Promise<Page<InvitationDto>> {
    const page = readPageQuery(query);
    const [invitations, total] = await this.control.repository(Invitation).findAndCount({
      where: { tenantId: currentTenant().id },
      order: { createdAt: 'DESC', id: 'DESC' },
      skip: (page.page - 1) * page.pageSize,
      take: page.pageSize,
    });
    const now = this.clock.now();
    return numberedPage(
      invitations.map((invitation) => invitationView(invitation, now)),
      total,
      page,
    );
  }

  /** @throws {NotFoundError} also when it is not open any more. */
  async revoke(id: string): Promise<void> {
    const revoked = await this.control.query(REVOKE, [id, currentTenant().id, this.clock.now()]);
    if (revoked.length === 0) throw new NotFoundError('Invitation');
    await this.tell('invitation.revoked', id);
  }

  /** A new mail with a new token and a new time to expire; the old token works no longer. @throws as `revoke` and `invite` */
  async resend(id: string): Promise<InvitationDto> {
    const offer = await this.control.repository(Invitation).findOneBy({ id, tenantId: currentTenant().id });
    if (offer === null || offer.acceptedAt !== null) throw new NotFoundError('Invitation');
    // Whoever could not have made the offer does not renew it either.
    const role = await this.memberships.requireOffer(offer.email, offer.role);
    await this.limit.take();
    const { secret, secretHash } = newSecret();
    const sender = await this.letters.sender();
    const now = this.clock.now();
    const change = { tokenHash: secretHash, sentAt: now, expiresAt: this.expiry() };
    const invitation = await this.control.transaction(async (manager) => {
      const where = { id, tenantId: currentTenant().id, role };
      const found = await manager.findOne(Invitation, { where, lock: { mode: 'pessimistic_write' } });
      if (found === null || found.acceptedAt !== null || found.revokedAt !== null) {
        throw new NotFoundError('Invitation');
      }
      const renewed = { ...found, ...change };
      await manager.update(Invitation, { id }, change);
      await this.letters.send(manager, renewed, secret, sender);
      return renewed;
    });
    await this.tell('invitation.sent-again', id);
    return invitationView(invitation, now);
  }

  private tell(action: string, id: string, details: Readonly<Record<string, unknown>> = {}): Promise<void> {
    return this.audit.record({ action, subject: { resource: 'invitation', id }, details });
  }

  private expiry(): Date {
    return new Date(this.clock.milliseconds() + this.config.invitationSeconds * 1_000);
  }
}
