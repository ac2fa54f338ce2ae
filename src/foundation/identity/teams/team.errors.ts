import { ConflictError } from '../../../kernel/errors.js';

/** 409: its members would silently reach less. */
export class TeamInUseError extends ConflictError {
  constructor(members: number) {
    super(`${members} ${members === 1 ? 'user is' : 'users are'} in this team`, {}, 'TEAM_IN_USE');
  }
}
