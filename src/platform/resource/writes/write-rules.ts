import { isDeepStrictEqual } from 'node:util';
import { PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import type { Access } from '../../access/access.js';
import { isNamed, namedEntries, withStoredKeys } from '../lists/named-fields.js';
import { type FieldSource, valueOf } from './record-changes.js';
import type { RecordEntity } from '../record.entity.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * @throws {PermissionDeniedError} when a new record names a field that the caller may not write
 * @throws {ValidationError} when it names one that is nobody's any more
 */
export function refuseReadOnlyFields(input: FieldSource, access: Access, resource: string): void {
  refuse(
    namedEntries(input).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    access,
    resource,
  );
}

/**
 * What of a change the caller may write: the rest keeps its stored value. A visible field may be sent back as it is,
 * so that GET, edit, PUT works; a hidden one may not even be named, for the answer would tell whether a guess is right.
 *
 * @param input what the caller sent
 * @param fields what is to be written; a PUT fills in the defaults of what was not sent
 */
export function writableFields<Entity extends RecordEntity>(
  fields: Partial<Entity>,
  input: FieldSource,
  before: Fields,
  access: Access,
  resource: string,
): Partial<Entity> {
  const readOnly = access.readOnlyFields(resource);
  const hidden = access.hiddenFields(resource);
  if (readOnly.size === 0 && hidden.size === 0) return fields;
  const isSentBack = (field: string, value: unknown) =>
    !isNamed(hidden, field) && isDeepStrictEqual(value, valueOf(before, field));
  const changed = namedEntries(input).filter(
    ([field, value]) => value !== undefined && !isSentBack(field, value),
  );
  refuse(
    changed.map(([field]) => field),
    access,
    resource,
  );
  const writable = Object.fromEntries(
    Object.entries(fields).filter(([field]) => !readOnly.has(field)),
  ) as Partial<Entity>;
  const { customFields } = writable;
  if (customFields === undefined) return writable;
  const stored = before['customFields'] as typeof customFields;
  return { ...writable, customFields: withStoredKeys(customFields, stored, readOnly) };
}

function refuse(fields: readonly string[], access: Access, resource: string): void {
  const [hidden, readOnly] = [access.hiddenFields(resource), access.readOnlyFields(resource)];
  const refused = fields.filter((field) => readOnly.has(field));
  if (refused.length > 0) throw new PermissionDeniedError(`You may not write ${refused.join(', ')}`);
  const gone = fields.filter((field) => hidden.has(field) && !isNamed(readOnly, field));
  if (gone.length === 0) return;
  throw new ValidationError(gone.map((field) => ({ field, message: `is no custom field of ${resource}` })));
}
