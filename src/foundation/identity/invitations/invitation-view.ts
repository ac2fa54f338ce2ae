import type { InvitationDto } from './dto/invitation.dto.js';
import type { Invitation } from './invitation.entity.js';

/** An invitation as the API shows it; never its token. */
export function invitationView(invitation: Invitation, now: Date): InvitationDto {
  const { id, email, name, role, invitedBy, createdAt, sentAt, expiresAt } = invitation;
  return {
    id,
    email,
    name,
    role,
    status: statusOf(invitation, now),
    invitedBy,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

function statusOf({ acceptedAt, revokedAt, expiresAt }: Invitation, now: Date): InvitationDto['status'] {
  if (acceptedAt !== null) return 'accepted';
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'pending';
}
