import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateField } from '../../../../platform/http/fields/date.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';

const NULLABLE = { nullable: true } as const;

export class PriceBookDto extends RecordDto {
  @TextField({ max: 200 })
  name!: string;

  @TextField({ ...NULLABLE, max: 10_000 })
  description!: string | null;

  @CheckedTextField(CURRENCY)
  currency!: string;

  @TextField({ ...NULLABLE, max: 100, description: 'null: for everyone' })
  segment!: string | null;

  @DateField({ ...NULLABLE, description: 'The first day it is valid' })
  validFrom!: string | null;

  @DateField({ ...NULLABLE, description: 'The last day it is valid' })
  validTo!: string | null;

  @BooleanField()
  active!: boolean;
}
