import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';

const NULLABLE = { nullable: true } as const;

export class ProductDto extends RecordDto {
  @TextField({ ...NULLABLE, max: 100, description: 'The number it is ordered by (SKU)' })
  code!: string | null;

  @TextField({ max: 200 })
  name!: string;

  @TextField({ ...NULLABLE, max: 10_000 })
  description!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  family!: string | null;

  @MoneyField({ ...NULLABLE, scale: 4 })
  unitPrice!: number | null;

  @CheckedTextField(CURRENCY)
  currency!: string;

  @DecimalField({ ...NULLABLE, min: 0, max: 100, scale: 4, description: 'Percent' })
  taxRate!: number | null;

  @MoneyField({ ...NULLABLE, scale: 4 })
  cost!: number | null;

  @BooleanField()
  active!: boolean;
}
