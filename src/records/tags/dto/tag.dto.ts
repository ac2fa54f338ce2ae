import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';
import { COLOR } from '../tag-color.js';

const NULLABLE = { nullable: true } as const;

export class TagDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @CheckedTextField(COLOR, NULLABLE)
  color!: string | null;

  @TextField({ ...NULLABLE, max: 1_000 })
  description!: string | null;

  @BooleanField({ description: 'Its former name is still being replaced on records' })
  renaming!: boolean;
}
