import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';
import { FIELD_TYPES, type FieldType, INDEX_STATES, type IndexState } from '../field-definition.js';
import { FIELD_KEY } from '../field-key.js';
import { FieldOptionDto } from './field-option.dto.js';

export class CustomFieldDto extends RecordDto {
  @TextField({ max: 100 })
  resource!: string;

  @CheckedTextField(FIELD_KEY)
  key!: string;

  @TextField({ max: 200 })
  label!: string;

  @TextField({ max: 1_000, nullable: true })
  description!: string | null;

  @EnumField(FIELD_TYPES, { name: 'CustomFieldType' })
  type!: FieldType;

  @NestedField(() => FieldOptionDto, { list: true })
  options!: FieldOptionDto[];

  @TextField({ max: 100, nullable: true })
  referenceTo!: string | null;

  @BooleanField()
  required!: boolean;

  @BooleanField()
  unique!: boolean;

  @BooleanField()
  indexed!: boolean;

  @IntegerField({ min: 0 })
  position!: number;

  @EnumField(INDEX_STATES, {
    name: 'CustomFieldIndexState',
    description: 'Of a unique or indexed field; `unique` holds from `ready` on',
  })
  indexState!: IndexState;

  @TextField({ max: 500, nullable: true, description: 'Why the index could not be built' })
  indexProblem!: string | null;
}
