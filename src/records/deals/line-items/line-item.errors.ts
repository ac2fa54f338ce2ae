import { ConflictError, ValidationError } from '../../../kernel/errors.js';

/** Line items that one deal may have. */
export const MOST_LINE_ITEMS = 500;

/** 422: nothing says what one costs. */
export class PriceMissingError extends ValidationError {
  constructor(currency: string) {
    const message = `is required: no price book and not the product itself has a price in ${currency}`;
    super([{ field: 'unitPrice', message }]);
  }
}

/** 422: what somebody has entered is an amount of the currency that it was entered in. */
export class EnteredAmountError extends ValidationError {
  constructor(field: 'unitPrice' | 'discountAmount', currency: string) {
    super([{ field, message: `was entered in ${currency}: name it in the currency of the deal` }]);
  }
}

/** 422 */
export class TooManyLineItemsError extends ValidationError {
  constructor() {
    super([{ field: 'dealId', message: `has ${MOST_LINE_ITEMS} line items already` }]);
  }
}

/** 409: while it was deleted, the deal came into another currency. */
export class LineItemCurrencyError extends ConflictError {
  constructor(currency: string, dealCurrency: string) {
    super(`The line item is priced in ${currency}, and its deal in ${dealCurrency} now`);
  }
}

/** 409 `MIXED_CURRENCIES`: deals that are merged have line items in several currencies. */
export class MixedCurrenciesError extends ConflictError {
  constructor(currencies: readonly string[]) {
    const message = `Line items of these deals are priced in ${currencies.join(' and ')}: bring them into one by POST /api/deals/:id/reprice`;
    super(message, { details: [{ field: 'currency', message }] }, 'MIXED_CURRENCIES');
  }
}
