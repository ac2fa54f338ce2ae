import { PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess, currentActor } from '../context/request-context.js';
import type { Access, Reach } from './access.js';

/** Which records an action reaches when it does not reach all. */
export interface RecordScope {
  readonly reach: Reach;
  readonly userId: string;
  /** Of records that their owners share, as `visibility` says of each: those that are not shared are their owner's alone. */
  readonly shared?: true;
}

/** The scope that a permission has for a user; undefined for every record. @throws {PermissionDeniedError} without it. */
export function scopeOf(
  access: Access,
  permission: string,
  userId: string,
  shared = false,
): RecordScope | undefined {
  const reach = access.reach(permission);
  if (reach === undefined) throw PermissionDeniedError.lacking(permission);
  if (shared) return { reach, userId, shared };
  return reach === 'any' ? undefined : { reach, userId };
}

/** The scope that a permission has for the caller. @throws {PermissionDeniedError} */
export function currentScope(permission: string, shared = false): RecordScope | undefined {
  return scopeOf(currentAccess(), permission, currentActor().id, shared);
}

/**
 * The condition a scope puts on the owner's column. The statement itself finds the team, so a change of teams bites
 * at once; who has no team reaches their own.
 */
export function scopeCondition(
  owner: string,
  { reach, userId, shared }: RecordScope,
  bind: (value: unknown) => string,
): string {
  const user = `${bind(userId)}::uuid`;
  const mates = `(SELECT id FROM members WHERE id = ${user} OR team_id = (SELECT team_id FROM members WHERE id = ${user}))`;
  const reached = { any: 'true', team: `${owner} IN ${mates}`, own: `${owner} = ${user}` }[reach];
  if (shared !== true) return reached;
  const visibility = owner.replace('owner_id', 'visibility');
  const isShared = `(${visibility} = 'everyone' OR (${visibility} = 'team' AND ${owner} IN ${mates}))`;
  return `(${owner} = ${user} OR (${reached} AND ${isShared}))`;
}
