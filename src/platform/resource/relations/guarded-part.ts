import { PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import { currentAccess } from '../../context/request-context.js';
import type { RecordEntity } from '../record.entity.js';
import type { GuardedPart } from '../resource-descriptor.js';

/**
 * @throws {PermissionDeniedError} 403 for a new record that takes a permission which the caller lacks
 * @throws {ValidationError} 422 when a record would become, or cease to be, one of those: its past would show what was kept
 */
export function guardPart(
  { guarded }: { readonly guarded?: GuardedPart },
  after: RecordEntity,
  before: RecordEntity | undefined,
): void {
  if (guarded === undefined) return;
  const { field, value, root } = guarded;
  const isKept = (record: RecordEntity): boolean => Reflect.get(record, field) === value;
  if (before !== undefined) {
    if (isKept(before) !== isKept(after))
      throw new ValidationError([{ field, message: 'stays as it was made' }]);
    return;
  }
  const permission = `${root}:create`;
  if (isKept(after) && currentAccess().reach(permission) === undefined)
    throw PermissionDeniedError.lacking(permission);
}
