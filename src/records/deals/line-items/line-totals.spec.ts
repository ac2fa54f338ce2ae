import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LineAmounts, lineTotals } from './line-totals.js';

/** The same in whole numbers alone: of minor units, and of millionths of them. */
const DECIMALS = { EUR: 2, JPY: 0, KWD: 3 } as const;
type Currency = keyof typeof DECIMALS;

interface Written extends LineAmounts {
  readonly currency: Currency;
}

function scaled(value: number, decimals: number): bigint {
  const [whole = '0', fraction = ''] = String(value).split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** Of two numbers that are not negative, half up. */
function divided(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

function oracle(line: Written): Record<string, bigint> {
  const decimals = DECIMALS[line.currency];
  const price = scaled(line.unitPrice, decimals);
  const subtotal = divided(scaled(line.quantity, 4) * price, 10_000n);
  const percentOf = (amount: bigint, percent: number) => divided(amount * scaled(percent, 4), 1_000_000n);
  const discount =
    line.discountPercent === null
      ? scaled(line.discountAmount ?? 0, decimals)
      : percentOf(subtotal, line.discountPercent);
  const net = subtotal - discount;
  const tax = percentOf(net, line.taxRate);
  return { subtotal, discount, net, tax, total: net + tax };
}

const decimal = (max: number, decimals: number) =>
  fc.integer({ min: 0, max }).map((digits) => Number(`${digits}e-${decimals}`));

const lines = fc.constantFrom<Currency>('EUR', 'JPY', 'KWD').chain((currency) =>
  fc.record({
    currency: fc.constant(currency),
    quantity: decimal(99_999_999, 4),
    unitPrice: decimal(99_999_999, DECIMALS[currency]),
    discountPercent: fc.option(decimal(1_000_000, 4)),
    discountAmount: fc.constant(null),
    taxRate: decimal(1_000_000, 4),
  }),
);

describe('the totals of a line', () => {
  it('are those that whole numbers give, to the last unit', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const expected = oracle(line);
        const totals = Object.entries(lineTotals(line)).map(([name, value]) => [
          name,
          scaled(value, DECIMALS[line.currency]),
        ]);
        expect(Object.fromEntries(totals)).toEqual(expected);
      }),
      { numRuns: 20_000 },
    );
  });

  it('add up: net and discount to the subtotal, net and tax to the total', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const { subtotal, discount, net, tax, total } = lineTotals(line);
        const units = (value: number) => scaled(value, DECIMALS[line.currency]);
        expect(units(net) + units(discount)).toBe(units(subtotal));
        expect(units(net) + units(tax)).toBe(units(total));
        expect(units(net) >= 0n && units(discount) >= 0n && units(tax) >= 0n).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('round half up, where binary numbers would not', () => {
    const line = { quantity: 1, unitPrice: 1.15, discountPercent: 50, discountAmount: null, taxRate: 0 };
    expect(lineTotals({ ...line, currency: 'EUR' })).toMatchObject({ discount: 0.58, net: 0.57 });
    expect(
      lineTotals({ ...line, discountPercent: null, quantity: 0.1, unitPrice: 0.35, currency: 'EUR' }),
    ).toMatchObject({ subtotal: 0.04 });
    const withAmount = { ...line, discountPercent: null, discountAmount: 0.15, taxRate: 19, currency: 'EUR' };
    expect(lineTotals(withAmount)).toEqual({
      subtotal: 1.15,
      discount: 0.15,
      net: 1,
      tax: 0.19,
      total: 1.19,
    });
  });
});
