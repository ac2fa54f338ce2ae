import { DuplicateError, ValidationError } from '../../kernel/errors.js';
import { databaseErrorCode, violatedConstraint } from '../database/database-errors.js';
import { customFieldOfIndex } from './custom-fields.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordTable } from './record-table.js';

const UNIQUE = '23505';
const FOREIGN_KEY = '23503';
const NUMERIC_OVERFLOW = '22003';

/** Turns what a constraint refused into an answer that names the field; the rest passes unchanged. */
export function translateConstraint<Entity extends RecordEntity>(
  error: unknown,
  table: RecordTable<Entity>,
  resource: string,
): unknown {
  if (databaseErrorCode(error) === NUMERIC_OVERFLOW) {
    return new ValidationError([{ field: '', message: 'A number is out of range' }]);
  }
  const violation = violatedConstraint(error);
  if (violation === undefined) return error;
  const { column } = violation;
  const property = column === undefined ? undefined : table.propertyOf(column);
  const field = customFieldOfIndex(violation.constraint) ?? property ?? violation.constraint;
  if (violation.code === UNIQUE) {
    return new DuplicateError(`A ${resource} with this ${field} exists already`, {
      details: [{ field, message: 'is already taken' }],
    });
  }
  if (violation.code === FOREIGN_KEY) return new ValidationError([{ field, message: 'does not exist' }]);
  return error;
}
