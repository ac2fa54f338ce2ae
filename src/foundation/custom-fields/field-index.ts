import type { DynamicIndex } from '../../platform/database/index-session.js';
import { customFieldIndexName } from '../../platform/resource/custom-fields.js';
import type { FieldDefinition } from './field-definition.js';
import { fieldExpression } from './field-expression.js';

/** Whether a field asks for an index, and for which. */
export function indexFormOf({
  unique,
  indexed,
}: Pick<FieldDefinition, 'unique' | 'indexed'>): 'unique' | 'plain' | undefined {
  if (unique) return 'unique';
  return indexed ? 'plain' : undefined;
}

/** The index that a field asks for, over the records that are not deleted. */
export function indexOf(
  field: Pick<FieldDefinition, 'key' | 'type' | 'unique' | 'indexed'>,
  table: string,
): DynamicIndex | undefined {
  const form = indexFormOf(field);
  if (form === undefined) return undefined;
  const definition = `USING ${columnsOf(field, form)} WHERE "deleted_at" IS NULL`;
  return {
    name: customFieldIndexName(field.key, form === 'unique', `${table} ${definition}`),
    table,
    unique: form === 'unique',
    definition,
  };
}

function columnsOf(field: Pick<FieldDefinition, 'key' | 'type'>, form: 'unique' | 'plain'): string {
  const expression = fieldExpression(field);
  if (field.type === 'multi-select') return `gin (${expression})`;
  // The id makes the order of a list whole, so that pages are read from the index.
  return form === 'unique' ? `btree (${expression})` : `btree (${expression}, "id")`;
}
