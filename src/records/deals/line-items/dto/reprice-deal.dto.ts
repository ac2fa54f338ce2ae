import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';

export class RepriceDealDto {
  @CheckedTextField(CURRENCY, {
    optional: true,
    description: 'What the deal is to be in. Default: what it is in',
  })
  currency?: string;
}
