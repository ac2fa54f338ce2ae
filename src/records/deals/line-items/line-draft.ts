import { type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { ProductOffer } from '../products/index.js';
import { moneyFaults } from '../money-faults.js';
import type { LineItem } from './line-item.entity.js';
import { EnteredAmountError } from './line-item.errors.js';
import { lineTotals } from './line-totals.js';

type LineWrite = RecordWrite<LineItem>;

/** Whether the price is to be looked up: nobody has entered one, or it was looked up for something else. */
export function needsPrice({ before, after }: LineWrite): boolean {
  const { unitPrice, productId } = after;
  if (productId === null) return false;
  if (unitPrice === null) return true;
  if (before === undefined || unitPrice !== before.unitPrice || before.priceSource === 'entered')
    return false;
  return (['productId', 'quantity', 'dealId'] as const).some((field) => before[field] !== after[field]);
}

/** Who enters a price other than the one that was found says so; the same one sent back changes nothing. */
export function settleSource({ before, after }: LineWrite): void {
  if (before !== undefined && before.unitPrice === after.unitPrice && after.productId !== null) return;
  after.priceSource = 'entered';
  after.priceBookId = null;
}

/** What the product says where nobody says otherwise. */
export function takeOver({ before, after, input }: LineWrite, offer: ProductOffer | undefined): void {
  const { name, taxRate } = after;
  const isOther = before !== undefined && before.productId !== after.productId;
  const isNamed = name !== null && (!isOther || input.name !== undefined);
  if (!isNamed && offer !== undefined) after.name = offer.name;
  const isRated = taxRate !== null && (!isOther || input.taxRate !== undefined);
  if (!isRated) after.taxRate = offer?.taxRate ?? 0;
}

/** Brings a line into the currency of its deal. @returns why it cannot be; undefined when it can */
export function settleCurrency(
  { before, after }: LineWrite,
  currency: string,
): EnteredAmountError | undefined {
  after.currency = currency;
  if (before === undefined || before.currency === currency) return undefined;
  if (before.priceSource === 'entered' && after.unitPrice === before.unitPrice)
    return new EnteredAmountError('unitPrice', before.currency);
  if (after.discountAmount !== null && after.discountAmount === before.discountAmount)
    return new EnteredAmountError('discountAmount', before.currency);
  return undefined;
}

/** One discount takes the place of the other. */
export function settleDiscount({ before, after, input }: LineWrite): void {
  if (before === undefined || after.discountPercent === null || after.discountAmount === null) return;
  if (input.discountPercent === undefined) after.discountPercent = null;
  else if (input.discountAmount === undefined) after.discountAmount = null;
}

/** Computes the totals. @returns why it cannot be so; undefined when it can */
export function settleTotals({ after }: LineWrite): ValidationError | undefined {
  const faults = faultsOf(after);
  if (faults.length > 0) return new ValidationError(faults);
  const { unitPrice, taxRate } = after;
  const totals = lineTotals({ ...after, unitPrice: unitPrice ?? 0, taxRate: taxRate ?? 0 });
  if (totals.net < 0)
    return new ValidationError([{ field: 'discountAmount', message: 'must not be more than the subtotal' }]);
  const { subtotal, total } = totals;
  const large = moneyFaults({ subtotal, total }, after.currency);
  if (large.length > 0) return new ValidationError(large.slice(0, 1));
  Object.assign(after, totals);
  return undefined;
}

function faultsOf(after: LineItem): ErrorDetail[] {
  const { name, unitPrice, discountAmount, discountPercent, currency } = after;
  const faults = moneyFaults({ unitPrice, discountAmount }, currency);
  if (discountAmount !== null && discountPercent !== null)
    faults.push({ field: 'discountAmount', message: 'must not be named beside discountPercent' });
  if (name === null || name === '') faults.push({ field: 'name', message: 'is required without a product' });
  return faults;
}
