import { Big } from 'big.js';
import { minorUnitsOf } from '../../../kernel/minor-units.js';

/** What a line is made of; rates in percent. */
export interface LineAmounts {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discountPercent: number | null;
  readonly discountAmount: number | null;
  readonly taxRate: number;
  readonly currency: string;
}

/** Amounts of the line's currency. */
export interface LineTotals {
  readonly subtotal: number;
  readonly discount: number;
  readonly net: number;
  readonly tax: number;
  readonly total: number;
}

/**
 * The totals of a line, in decimal arithmetic: each is rounded half up to the minor unit of the currency, and those that
 * follow are made of the rounded ones, so that the printed numbers add up.
 */
export function lineTotals(line: LineAmounts): LineTotals {
  const decimals = minorUnitsOf(line.currency);
  const rounded = (amount: Big) => amount.round(decimals, Big.roundHalfUp);
  const percentOf = (amount: Big, percent: number) => rounded(amount.times(percent).times('0.01'));
  const subtotal = rounded(new Big(line.quantity).times(line.unitPrice));
  const { discountPercent, discountAmount } = line;
  const discount =
    discountPercent === null ? new Big(discountAmount ?? 0) : percentOf(subtotal, discountPercent);
  const net = subtotal.minus(discount);
  const tax = percentOf(net, line.taxRate);
  return {
    subtotal: subtotal.toNumber(),
    discount: discount.toNumber(),
    net: net.toNumber(),
    tax: tax.toNumber(),
    total: net.plus(tax).toNumber(),
  };
}
