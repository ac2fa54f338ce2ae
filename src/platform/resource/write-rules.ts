import { isDeepStrictEqual } from 'node:util';
import { PermissionDeniedError } from '../../kernel/errors.js';
import type { Access } from '../access/access.js';

type Fields = Readonly<Record<string, unknown>>;

/** @throws {PermissionDeniedError} when a new record names a field that the caller may not write. */
export function refuseReadOnlyFields(input: Fields, access: Access, resource: string): void {
  const readOnly = access.readOnlyFields(resource);
  if (readOnly.size === 0) return;
  const refused = Object.keys(input).filter((field) => readOnly.has(field) && input[field] !== undefined);
  if (refused.length > 0) throw new PermissionDeniedError(`You may not write ${refused.join(', ')}`);
}

/**
 * What of a change the caller may write: the rest keeps its stored value. A visible field may be sent back as it is,
 * so that GET, edit, PUT works; a hidden one may not even be named, for the answer would tell whether a guess is right.
 *
 * @param input what the caller sent
 * @param fields what is to be written; a PUT fills in the defaults of what was not sent
 */
export function writableFields<Entity>(
  fields: Partial<Entity>,
  input: Fields,
  before: Fields,
  access: Access,
  resource: string,
): Partial<Entity> {
  const readOnly = access.readOnlyFields(resource);
  if (readOnly.size === 0) return fields;
  const hidden = access.hiddenFields(resource);
  const sentBack = (field: string) => !hidden.has(field) && isDeepStrictEqual(input[field], before[field]);
  const changed = Object.entries(input).filter(([field, value]) => value !== undefined && !sentBack(field));
  refuseReadOnlyFields(Object.fromEntries(changed), access, resource);
  return Object.fromEntries(
    Object.entries(fields).filter(([field]) => !readOnly.has(field)),
  ) as Partial<Entity>;
}
