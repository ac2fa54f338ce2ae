import { convert } from '../../platform/http/fields/convert.js';
import { composeField } from '../../platform/http/fields/field.js';
import type { FieldOptions } from '../../platform/http/fields/field.js';
import { isRecord } from '../../platform/http/fields/nested.field.js';
import { itemRule, listRule } from '../../platform/http/fields/rule.js';
import { MAXIMUM_SORTS } from '../../platform/resource/lists/list-syntax.js';

const KEYS: ReadonlySet<string> = new Set(['field', 'order', 'nulls']);

/** @param required what each must have: an answer shows all, a request may leave out what has a default */
function schemaOf(required: string[]) {
  const properties = {
    field: { type: 'string', maxLength: 200 },
    order: { type: 'string', enum: ['asc', 'desc'] },
    nulls: { type: 'string', enum: ['first', 'last'] },
  };
  const items = { type: 'object', required, additionalProperties: false, properties };
  return { type: 'array', maxItems: MAXIMUM_SORTS, items } as const;
}

function isSort(item: unknown): boolean {
  if (typeof item !== 'object' || item === null || !('field' in item)) return false;
  const { field, order, nulls }: { field: unknown; order?: unknown; nulls?: unknown } = item;
  return (
    typeof field === 'string' &&
    (order === 'asc' || order === 'desc') &&
    (nulls === 'first' || nulls === 'last') &&
    Object.keys(item).every((key) => KEYS.has(key))
  );
}

function withDefaults(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) =>
    isRecord(item) ? { order: 'asc', nulls: 'last', ...(item as Record<string, unknown>) } : item,
  );
}

/** The order of a list: fields that it can be sorted by, each with its direction and the place of nulls. */
export function ViewSortField(options: FieldOptions = {}): PropertyDecorator {
  const message = 'must hold {"field", "order": "asc" or "desc", "nulls": "first" or "last"} only';
  const schema = schemaOf(options.optional === true ? ['field'] : [...KEYS]);
  return composeField(options, schema, [
    convert(withDefaults),
    listRule(MAXIMUM_SORTS),
    itemRule('sort', message, isSort),
  ]);
}
