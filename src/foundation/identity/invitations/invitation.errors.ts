import { DomainError } from '../../../kernel/errors.js';

/** 410: each invitation makes one member. */
export class InvitationUsedError extends DomainError {
  constructor() {
    super(410, 'INVITATION_USED', 'This invitation has been accepted already');
  }
}

export class InvitationRevokedError extends DomainError {
  constructor() {
    super(410, 'INVITATION_REVOKED', 'This invitation was withdrawn');
  }
}

export class InvitationExpiredError extends DomainError {
  constructor() {
    super(410, 'INVITATION_EXPIRED', 'This invitation has expired; ask for a new one');
  }
}

/** 410: it was sent again since, with another token. */
export class InvitationReplacedError extends DomainError {
  constructor() {
    super(410, 'INVITATION_REPLACED', 'There is a newer mail with this invitation; use its link');
  }
}
