import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { FIELD_TYPES, type FieldType } from '../field-definition.js';
import { FIELD_KEY } from '../field-key.js';
import { FieldOptionDto } from './field-option.dto.js';

export const MOST_OPTIONS = 200;

/** `resource`, `key`, `type` and `referenceTo` stay as they are made. */
export class CreateCustomFieldDto {
  @TextField({ min: 1, max: 100, example: 'leads', description: 'The resource whose records get the field' })
  resource!: string;

  @CheckedTextField(FIELD_KEY, { description: 'Its name in `customFields`' })
  key!: string;

  @TextField({ min: 1, max: 200, example: 'Account tier' })
  label!: string;

  @TextField({ max: 1_000, optional: true, nullable: true })
  description?: string | null;

  @EnumField(FIELD_TYPES, { name: 'CustomFieldType' })
  type!: FieldType;

  @NestedField(() => FieldOptionDto, {
    list: true,
    maxItems: MOST_OPTIONS,
    optional: true,
    description: 'Of a select or multi-select; a value whose option was removed stays where it is stored',
  })
  options?: FieldOptionDto[];

  @TextField({
    max: 100,
    optional: true,
    nullable: true,
    description: 'Of a reference: the resource whose ids it holds, or `users`',
  })
  referenceTo?: string | null;

  @BooleanField({ optional: true, description: 'Asked of new records, and whenever the field is written' })
  required?: boolean;

  @BooleanField({ optional: true, description: 'No two records may have the same value' })
  unique?: boolean;

  @BooleanField({ optional: true, description: 'Whether filters and sorts by it have an index' })
  indexed?: boolean;

  @IntegerField({
    optional: true,
    min: 0,
    max: 1_000_000,
    description: 'Its place among the fields of the resource; default the last',
  })
  position?: number;

  @TextField({ max: 200, optional: true, nullable: true, description: 'Your own id for it; unique' })
  externalId?: string | null;
}
