import { DecimalField } from './decimal.field.js';
import type { DecimalFieldOptions } from './decimal.field.js';

const LARGEST_AMOUNT = 9_999_999_999_999.99;

/** An amount of money; its currency stands beside it. Not negative unless `min` says so, 2 decimals by default. */
export function MoneyField(options: DecimalFieldOptions = {}): PropertyDecorator {
  return DecimalField({ min: 0, max: LARGEST_AMOUNT, scale: 2, ...options });
}
