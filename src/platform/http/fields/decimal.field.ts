import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

export interface DecimalFieldOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
  /** Most decimals, 0 to 4. Default 2. */
  readonly scale?: number;
  /** For queries: reads a decimal number. Bodies must hold a number. */
  readonly fromText?: boolean;
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/;

/** Beyond 15 significant digits a double no longer holds every decimal number. */
const LARGEST = 9_999_999_999.9999;

/** Whether the shortest decimal form of a number has no more than so many decimals: what the caller wrote, no drift. */
export function hasAtMostDecimals(value: number, scale: number): boolean {
  const text = String(value);
  if (!DECIMAL.test(text)) return false;
  const point = text.indexOf('.');
  return point === -1 || text.length - point - 1 <= scale;
}

/** A decimal number that passes through as it was written. */
export function DecimalField(options: DecimalFieldOptions = {}): PropertyDecorator {
  const { min = -LARGEST, max = LARGEST, scale = 2 } = options;
  const message = `must be a number from ${min} to ${max} with at most ${scale} decimals`;
  const rules = [
    rule('decimal', message, (value) => {
      return typeof value === 'number' && value >= min && value <= max && hasAtMostDecimals(value, scale);
    }),
  ];
  const conversion = convertText((text) => (DECIMAL.test(text) ? Number(text) : text));
  const schema = { type: 'number', minimum: min, maximum: max } as const;
  return composeField(options, schema, options.fromText === true ? [conversion, ...rules] : rules);
}
