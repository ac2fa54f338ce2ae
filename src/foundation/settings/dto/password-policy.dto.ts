import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';

/** What new passwords must have. Of a member of several tenants the strictest rules hold. */
export class PasswordPolicyDto {
  @IntegerField({ min: 8, max: 64, description: 'Characters' })
  minimumLength!: number;

  @BooleanField({ description: 'Small and capital letters' })
  requireMixedCase!: boolean;

  @BooleanField()
  requireDigit!: boolean;

  @BooleanField()
  requireSymbol!: boolean;

  @BooleanField({ description: 'Passwords that everybody tries first are refused' })
  refuseCommon!: boolean;
}
