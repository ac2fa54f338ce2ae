import { PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess, currentActor } from '../context/request-context.js';
import type { Access, Reach } from './access.js';

/** Which records an action reaches when it does not reach all. */
export interface RecordScope {
  readonly reach: Reach;
  readonly userId: string;
  /** Of records that their owners share, as `visibility` says of each: those that are not shared are their owner's alone. */
  readonly shared?: true;
  /** Of records that each live within a record of another type: those of which that one is reached too. */
  readonly within?: WithinScope;
  /** Of records seen by a path of their own: those with this value. */
  readonly only?: { readonly column: string; readonly value: string };
  /** Of records of which those with this value take a permission of their own: how far that reaches. */
  readonly guarded?: { readonly column: string; readonly value: string; readonly reach: Reach | undefined };
}

export interface WithinScope {
  /** The table of the records themselves, whose columns `resource` and `record_id` say what each lives within. */
  readonly table: string;
  readonly holders: readonly HolderScope[];
}

/** Records of one type that others live within, as far as the caller reaches them. */
export interface HolderScope {
  /** `lead`. */
  readonly name: string;
  readonly table: string;
  readonly scope: RecordScope | undefined;
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

type Bind = (value: unknown) => string;

/**
 * The condition a scope puts on the owner's column. The statement itself finds the team, so a change of teams bites
 * at once; who has no team reaches their own.
 *
 * @param owner the column `owner_id`, with the name of its table where a statement has several
 */
export function scopeCondition(owner: string, scope: RecordScope, bind: Bind): string {
  const { within, only, guarded } = scope;
  const conditions = [ownerCondition(owner, scope, bind)];
  if (within !== undefined) conditions.push(withinCondition(owner, within, bind));
  if (only !== undefined) conditions.push(`${owner.replace('owner_id', only.column)} = ${bind(only.value)}`);
  if (guarded !== undefined) {
    const { column, value, reach } = guarded;
    const ways = [`${owner.replace('owner_id', column)} <> ${bind(value)}`];
    if (reach !== undefined) ways.push(ownerCondition(owner, { reach, userId: scope.userId }, bind));
    conditions.push(`(${ways.join(' OR ')})`);
  }
  return conditions.length === 1 ? conditions.join('') : `(${conditions.join(' AND ')})`;
}

/** A row asks for the one record that it lives within: by its key, however many there are. */
function withinCondition(owner: string, { table, holders }: WithinScope, bind: Bind): string {
  const alias = owner.includes('.') ? owner.slice(0, owner.lastIndexOf('.')) : `"${table}"`;
  const conditions = holders.map(({ name, table: held, scope }) => {
    const reached = scope === undefined ? '' : ` AND ${scopeCondition('holder."owner_id"', scope, bind)}`;
    const holder = `SELECT 1 FROM "${held}" AS holder WHERE holder."id" = ${alias}."record_id"`;
    const exists = `EXISTS (${holder} AND holder."deleted_at" IS NULL${reached})`;
    return `(${alias}."resource" = ${bind(name)} AND ${exists})`;
  });
  return conditions.length === 0 ? 'FALSE' : `(${conditions.join(' OR ')})`;
}

function ownerCondition(owner: string, { reach, userId, shared }: RecordScope, bind: Bind): string {
  if (reach === 'any' && shared !== true) return 'true';
  const user = `${bind(userId)}::uuid`;
  const mates = `(SELECT id FROM members WHERE id = ${user} OR team_id = (SELECT team_id FROM members WHERE id = ${user}))`;
  const reached = { any: 'true', team: `${owner} IN ${mates}`, own: `${owner} = ${user}` }[reach];
  if (shared !== true) return reached;
  const visibility = owner.replace('owner_id', 'visibility');
  const isShared = `(${visibility} = 'everyone' OR (${visibility} = 'team' AND ${owner} IN ${mates}))`;
  return `(${owner} = ${user} OR (${reached} AND ${isShared}))`;
}
