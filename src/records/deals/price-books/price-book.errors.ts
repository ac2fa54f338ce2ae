import { ConflictError, ValidationError } from '../../../kernel/errors.js';

/** A price book as errors name it. */
export interface NamedBook {
  readonly id: string;
  readonly name: string;
}

/** 409: on some day there would be two books of one currency and segment. */
export class OverlappingPriceBookError extends ConflictError {
  /** @param other the one in the way, as far as the caller may know of it */
  constructor(other: NamedBook | undefined) {
    const which = other === undefined ? 'another price book' : `the price book ${other.name} (${other.id})`;
    const message = `overlaps that of ${which} of the same currency and segment`;
    const details = [{ field: 'validFrom', message, recordIds: other === undefined ? [] : [other.id] }];
    super(`Its validity ${message}`, { details }, 'PRICE_BOOK_OVERLAP');
  }
}

/** 422: it ends before it begins. */
export class PriceBookPeriodError extends ValidationError {
  constructor() {
    super([{ field: 'validTo', message: 'must not be before validFrom' }]);
  }
}

/** 422: its entries are amounts of the other currency. */
export class PriceBookCurrencyError extends ValidationError {
  constructor() {
    super([{ field: 'currency', message: 'must stay as it is while the price book has entries' }]);
  }
}
