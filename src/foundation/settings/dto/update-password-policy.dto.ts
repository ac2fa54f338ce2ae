import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';

export class UpdatePasswordPolicyDto {
  @IntegerField({ min: 8, max: 64, optional: true })
  minimumLength?: number;

  @BooleanField({ optional: true })
  requireMixedCase?: boolean;

  @BooleanField({ optional: true })
  requireDigit?: boolean;

  @BooleanField({ optional: true })
  requireSymbol?: boolean;

  @BooleanField({ optional: true })
  refuseCommon?: boolean;
}
