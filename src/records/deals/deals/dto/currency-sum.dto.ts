import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { PlainSchema } from '../../../../platform/openapi/plain-schemas.js';

@PlainSchema()
export class CurrencySumDto {
  @CheckedTextField(CURRENCY)
  currency!: string;

  @IntegerField({ min: 0, description: 'How many deals are in this currency' })
  count!: number;

  @MoneyField({
    nullable: true,
    description: 'Of their amounts; null where there is none, or you may not see them',
  })
  amount!: number | null;
}
