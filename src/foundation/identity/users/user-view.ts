import type { UserDto } from './dto/user.dto.js';
import type { Member } from './member.entity.js';

/** A member as the API shows it. */
export function userView(member: Member): UserDto {
  return {
    id: member.id,
    email: member.email,
    name: member.name,
    kind: member.kind,
    role: member.role,
    teamId: member.teamId,
    active: member.active,
    createdAt: member.createdAt.toISOString(),
    updatedAt: member.updatedAt.toISOString(),
  };
}
