import { ConflictError, DomainError, type ErrorDetail } from '../../../kernel/errors.js';

/** Details that one item adds to those of the call at most. */
const MOST_OF_ONE = 10;

/** 422: one item or more cannot be written, so none was. Each detail names its item: `leads[3].email`. */
export class BulkRefusedError extends DomainError {
  constructor(name: string, errors: ReadonlyMap<number, DomainError>) {
    const details = [...errors].flatMap(([index, error]) => detailsOf(`${name}[${index}]`, error));
    super(422, 'BULK_REFUSED', `${errors.size} of the items are refused, and nothing was written`, {
      details,
    });
  }
}

/** 409: of two items about the same record only the first is done. */
export class NamedTwiceError extends ConflictError {
  constructor(field: string, first: number) {
    const message = `is the same as that of item ${first}`;
    super(`${field} ${message}`, { details: [{ field, message }] });
  }
}

/** 409: several records have the value that an upsert matches on, and nothing says which is meant. */
export class AmbiguousMatchError extends ConflictError {
  constructor(field: string, count: number) {
    const message = `is that of ${count} records`;
    super(`${field} ${message}`, { details: [{ field, message }] });
  }
}

function detailsOf(item: string, { message, details }: DomainError): ErrorDetail[] {
  if (details.length === 0) return [{ field: item, message }];
  return details
    .slice(0, MOST_OF_ONE)
    .map((detail) => ({ ...detail, field: detail.field === '' ? item : `${item}.${detail.field}` }));
}
