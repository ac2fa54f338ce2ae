import type { DynamicField } from '../../platform/resource/custom-fields.js';
import {
  boolean,
  date,
  type FilterField,
  id,
  number,
  oneOf,
  text,
  textList,
} from '../../platform/resource/lists/list-filters.js';
import type { FieldDefinition, FieldType } from './field-definition.js';
import { FIELD_KEY } from './field-key.js';

type Expression = (value: string, asText: string) => string;

/**
 * What each type is filtered, sorted and indexed by. Stored values are only as good as the rules of their time, so
 * none of these fails, whatever it meets: a value of another type counts as none.
 */
const EXPRESSIONS: Readonly<Record<FieldType, Expression>> = {
  text: ofText,
  url: ofText,
  select: ofText,
  // Days as texts: their order is that of time, byte by byte.
  date: (value, asText) => `(${ofText(value, asText)} COLLATE "C")`,
  number: (value, asText) => `(CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${asText})::numeric END)`,
  boolean: (value, asText) => `(CASE WHEN jsonb_typeof(${value}) = 'boolean' THEN (${asText})::boolean END)`,
  'multi-select': (value) => `custom_field_texts(${value})`,
  reference: (value) => `custom_field_id(${value})`,
};

/** The value of a field as SQL; the same text in filters and in the index, but for the table's alias. */
export function fieldExpression(
  { key, type }: Pick<FieldDefinition, 'key' | 'type'>,
  alias?: string,
): string {
  // Keys stand in the text of statements: whatever is stored, none that is more than a name gets there.
  if (!FIELD_KEY.check(key)) throw new Error('The key of a custom field is no name');
  const column = alias === undefined ? '"custom_fields"' : `${alias}."custom_fields"`;
  return EXPRESSIONS[type](`(${column} -> '${key}')`, `(${column} ->> '${key}')`);
}

export function dynamicField(definition: FieldDefinition): DynamicField {
  return {
    key: `customFields.${definition.key}`,
    label: definition.label,
    field: filterField(definition),
    column: (alias) => fieldExpression(definition, alias),
  };
}

function filterField({ type, options }: FieldDefinition): FilterField {
  switch (type) {
    case 'text':
    case 'url':
      return text;
    case 'date':
      return date;
    case 'number':
      return number;
    case 'boolean':
      return boolean;
    case 'select':
      return oneOf(options.map(({ value }) => value));
    case 'multi-select':
      return textList;
    case 'reference':
      return id;
  }
}

function ofText(value: string, asText: string): string {
  return `(CASE WHEN jsonb_typeof(${value}) = 'string' THEN ${asText} END)`;
}
