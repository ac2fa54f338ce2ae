import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { FIELD_KINDS, type FieldKind } from '../import-field.js';

/** A field that the caller may write. */
export class ImportFieldDto {
  @TextField({ max: 200, example: 'customFields.tier' })
  name!: string;

  @TextField({ max: 200, nullable: true, example: 'Tier' })
  label!: string | null;

  @EnumField(FIELD_KINDS)
  kind!: FieldKind;
}
