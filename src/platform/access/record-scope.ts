import { PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess, currentActor } from '../context/request-context.js';
import type { Access } from './access.js';

/** Which records an action reaches when it does not reach all. */
export interface RecordScope {
  readonly reach: 'team' | 'own';
  readonly userId: string;
}

/** The scope that a permission has for a user; undefined for every record. @throws {PermissionDeniedError} without it. */
export function scopeOf(access: Access, permission: string, userId: string): RecordScope | undefined {
  const reach = access.reach(permission);
  if (reach === undefined) throw new PermissionDeniedError();
  return reach === 'any' ? undefined : { reach, userId };
}

/** The scope that a permission has for the caller. @throws {PermissionDeniedError} */
export function currentScope(permission: string): RecordScope | undefined {
  return scopeOf(currentAccess(), permission, currentActor().id);
}

/**
 * The condition a scope puts on the owner's column. The statement itself finds the team, so a change of teams bites
 * at once; who has no team reaches their own.
 */
export function scopeCondition(
  owner: string,
  { reach, userId }: RecordScope,
  bind: (value: unknown) => string,
): string {
  const user = `${bind(userId)}::uuid`;
  if (reach === 'own') return `${owner} = ${user}`;
  return `${owner} IN (SELECT id FROM members WHERE id = ${user} OR team_id = (SELECT team_id FROM members WHERE id = ${user}))`;
}
