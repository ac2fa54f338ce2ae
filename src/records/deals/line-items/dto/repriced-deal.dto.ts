import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';

export class RepricedDealDto {
  @IdField()
  dealId!: string;

  @CheckedTextField(CURRENCY)
  currency!: string;

  @IntegerField({ min: 0, description: 'Line items that have changed' })
  changed!: number;
}
