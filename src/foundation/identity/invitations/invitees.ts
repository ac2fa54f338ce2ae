import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import {
  AuthenticationError,
  ConflictError,
  PermissionDeniedError,
  ValidationError,
} from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { currentContext } from '../../../platform/context/request-context.js';
import type { ControlManager } from '../../../platform/database/control-database.js';
import { LoginLimit } from '../auth/index.js';
import { RolesService } from '../roles/index.js';
import { MembershipsService, NewPasswords, PasswordHasher, UsersService } from '../users/index.js';
import type { AcceptInvitationDto } from './dto/accept-invitation.dto.js';
import type { Invitation } from './invitation.entity.js';

/** Who accepts, proved to be the owner of the invited address. */
export interface Invitee {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isNew: boolean;
  /** Of new people, and of those whose account had no password yet. A password that there is stays. */
  readonly chosenPasswordHash?: string;
}

/** From the holder of a token to a member. */
@Injectable()
export class Invitees {
  constructor(
    private readonly users: UsersService,
    private readonly memberships: MembershipsService,
    private readonly roles: RolesService,
    private readonly passwords: NewPasswords,
    private readonly hasher: PasswordHasher,
    private readonly limit: LoginLimit,
    private readonly clock: Clock,
  ) {}

  /**
   * The token proves that its holder reads the address's mail: enough for a new account, not for one that has a
   * password. That takes the password, or a session of its owner.
   * @throws {PermissionDeniedError} for a caller with another address · {AuthenticationError} for a wrong password
   */
  async identify(invitation: Invitation, { password, name }: AcceptInvitationDto): Promise<Invitee> {
    const { email } = invitation;
    const user = await this.users.findByEmail(email);
    const { actor } = currentContext();
    if (actor !== undefined) {
      if (user === null || actor.kind !== 'user' || actor.id !== user.id) throw forAnotherAddress();
      return { id: user.id, email: user.email, name: user.name, isNew: false };
    }
    if (password === undefined) throw new ValidationError([{ field: 'password', message: 'is required' }]);
    if (user === null || user.passwordHash === null) {
      const tenantIds = [invitation.tenantId];
      const holder = user === null ? { tenantIds } : { tenantIds, userId: user.id };
      const chosenPasswordHash = await this.passwords.hash(password, holder);
      if (user !== null) {
        return { id: user.id, email: user.email, name: user.name, isNew: false, chosenPasswordHash };
      }
      return { id: newId(), email, name: name ?? invitation.name ?? email, isNew: true, chosenPasswordHash };
    }
    await this.limit.take(email);
    if (!(await this.hasher.verify(user.passwordHash, password))) {
      throw new AuthenticationError('AUTH_FAILED', 'Wrong password: this address has an account already');
    }
    return { id: user.id, email: user.email, name: user.name, isNew: false };
  }

  async hasAccount(email: string): Promise<boolean> {
    const user = await this.users.findByEmail(email);
    return user !== null && user.passwordHash !== null;
  }

  /** In the given control transaction and the open one of the invitation's tenant. @throws {ConflictError} without the role */
  async admit(manager: ControlManager, invitee: Invitee, role: string): Promise<void> {
    if (!(await this.roles.exists(role))) throw new ConflictError('The role of this invitation is no more');
    const { id, email, name, chosenPasswordHash: passwordHash = null } = invitee;
    if (invitee.isNew) {
      const createdAt = this.clock.now();
      await this.users.insertPerson(manager, { id, email, name, kind: 'person', passwordHash, createdAt });
    } else if (passwordHash !== null) {
      await this.users.setFirstPassword(manager, id, passwordHash);
    }
    await this.memberships.grant(manager, { id, email, name }, role);
  }
}

function forAnotherAddress(): PermissionDeniedError {
  return new PermissionDeniedError('This invitation is for another address');
}
