import { convert } from './convert.js';
import { composeField, type FieldOptions } from './field.js';
import { toUtcMoment } from './moment.js';
import { itemRule, listRule } from './rule.js';

export interface MomentListFieldOptions extends FieldOptions {
  readonly maxItems: number;
}

function tidy(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items: unknown[] = value;
  return [
    ...new Set(items.map((item) => (typeof item === 'string' ? (toUtcMoment(item) ?? item) : item))),
  ].sort();
}

/** A list of moments, each once, in their order: any ISO 8601 time in, UTC with milliseconds out. */
export function MomentListField(options: MomentListFieldOptions): PropertyDecorator {
  const { maxItems } = options;
  const items = { type: 'string', format: 'date-time' } as const;
  return composeField(options, { type: 'array', items, maxItems }, [
    convert(tidy),
    listRule(maxItems),
    itemRule('moments', 'must hold ISO 8601 times only', (item) => {
      return typeof item === 'string' && toUtcMoment(item) !== undefined;
    }),
  ]);
}
