import type { ErrorDetail } from '../../kernel/errors.js';
import { largestAmountIn, minorUnitsOf } from '../../kernel/minor-units.js';
import { hasAtMostDecimals } from '../../platform/http/fields/decimal.field.js';

/** What is wrong with amounts of one currency: more decimals than it has, or more than a number holds; by their fields. */
export function moneyFaults(
  amounts: Readonly<Record<string, number | null>>,
  currency: string,
): ErrorDetail[] {
  const [decimals, largest] = [minorUnitsOf(currency), largestAmountIn(currency)];
  return Object.entries(amounts).flatMap(([field, amount]) => {
    if (amount === null || (amount <= largest && hasAtMostDecimals(amount, decimals))) return [];
    const most = decimals === 0 ? 'no decimals' : `at most ${decimals} decimals`;
    return [{ field, message: `must be an amount of ${currency} up to ${largest} with ${most}` }];
  });
}
