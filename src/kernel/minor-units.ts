/** Decimals of the currencies of ISO 4217 that have other than two. */
const DECIMALS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const KNOWN = new Map(
  Object.entries(DECIMALS).flatMap(([decimals, currencies]) =>
    currencies.split(' ').map((currency) => [currency, Number(decimals)] as const),
  ),
);

/** How many decimals an amount of a currency has: 2 for `EUR`, 0 for `JPY`, 3 for `KWD`. */
export function minorUnitsOf(currency: string): number {
  return KNOWN.get(currency) ?? 2;
}

/** The largest amount that a number holds to the last unit: 15 digits. */
export function largestAmountIn(currency: string): number {
  const decimals = minorUnitsOf(currency);
  return Number(`${'9'.repeat(15 - decimals)}.${'9'.repeat(decimals)}`);
}
