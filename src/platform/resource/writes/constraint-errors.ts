import { ConflictError, type DomainError, DuplicateError, ValidationError } from '../../../kernel/errors.js';
import {
  columnOfKey,
  databaseErrorCode,
  NOT_NULL,
  violatedConstraint,
} from '../../database/database-errors.js';
import { customFieldOfIndex } from '../custom-fields.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordTable } from '../record-table.js';

const UNIQUE = '23505';
const FOREIGN_KEY = '23503';
/** Of an exclusion constraint: both cannot be at the same place. */
const EXCLUSION = '23P01';
const NUMERIC_OVERFLOW = '22003';

/** What refused a row, as the server tells it. */
export interface RowRefusal {
  readonly code: string;
  /** Of a column that must have a value, the column. */
  readonly constraint: string;
  readonly detail: string | null;
}

/** Whether a row was refused for its values: another row may pass. */
export function refusesRow(error: unknown): boolean {
  return databaseErrorCode(error) === NUMERIC_OVERFLOW || violatedConstraint(error) !== undefined;
}

/** Turns what a constraint refused into an answer that names the field; the rest passes unchanged. */
export function translateConstraint<Entity extends RecordEntity>(
  error: unknown,
  table: RecordTable<Entity>,
  resource: string,
): unknown {
  if (databaseErrorCode(error) === NUMERIC_OVERFLOW) return outOfRange();
  const violation = violatedConstraint(error);
  if (violation === undefined) return error;
  // What is written beside the record lacks a value by no fault of the caller.
  if (violation.code === NOT_NULL && violation.table !== table.table) return error;
  return explain(violation.code, table, violation.column, violation.constraint, resource) ?? error;
}

/** The same for a row that was refused among others. @throws when it is a constraint that no caller can violate. */
export function explainRefusal<Entity extends RecordEntity>(
  { code, constraint, detail }: RowRefusal,
  table: RecordTable<Entity>,
  resource: string,
): DomainError {
  if (code === NUMERIC_OVERFLOW) return outOfRange();
  const column = code === NOT_NULL ? constraint : columnOfKey(detail);
  const error = explain(code, table, column, constraint, resource);
  if (error === undefined) throw new Error(`The constraint ${constraint} refused a row (${code})`);
  return error;
}

function explain<Entity extends RecordEntity>(
  code: string,
  table: RecordTable<Entity>,
  column: string | undefined,
  constraint: string,
  resource: string,
): DomainError | undefined {
  const property = column === undefined ? undefined : table.propertyOf(column);
  const field = customFieldOfIndex(constraint) ?? property ?? constraint;
  if (code === UNIQUE) {
    return new DuplicateError(`A ${resource} with this ${field} exists already`, {
      details: [{ field, message: 'is already taken' }],
    });
  }
  if (code === EXCLUSION) return new ConflictError(`Another ${resource} is in the way (${constraint})`);
  if (code === NOT_NULL) return new ValidationError([{ field, message: 'is required' }]);
  return code === FOREIGN_KEY ? new ValidationError([{ field, message: 'does not exist' }]) : undefined;
}

function outOfRange(): ValidationError {
  return new ValidationError([{ field: '', message: 'A number is out of range' }]);
}
