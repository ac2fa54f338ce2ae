import { PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';

/**
 * For answers that are made of these fields and would not be the same without one.
 *
 * @param plural `articles`
 * @throws {PermissionDeniedError} 403 when one of them is hidden from the caller
 */
export function requireVisible(plural: string, fields: readonly string[]): void {
  const hidden = currentAccess().hiddenFields(plural);
  const missing = fields.find((field) => hidden.has(field));
  if (missing !== undefined) throw new PermissionDeniedError(`This takes the right to see ${missing}`);
}
