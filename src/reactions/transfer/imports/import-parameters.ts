import type { QueryParameter } from '../../../platform/http/route-options.js';
import { fieldNames } from '../../../platform/http/fields/field-names.js';
import { fieldSchema } from '../../../platform/http/fields/field-schema.js';
import { ImportFormDto } from './dto/import-form.dto.js';

/** What the form says beside its file, for a body that is the table itself. */
export function importParameters(): readonly QueryParameter[] {
  return fieldNames(ImportFormDto)
    .filter((name) => name !== 'file')
    .map((name) => {
      const { enum: values, description } = fieldSchema(ImportFormDto, name);
      return {
        name,
        ...(description !== undefined && { description }),
        ...(values !== undefined && { schema: { type: 'string' as const, enum: values.map(String) } }),
      };
    });
}
