import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { ROLES, type Role } from '../../roles/index.js';

/** An Admin decides on the membership alone: name, e-mail and password belong to the person. */
export class UpdateUserDto {
  @EnumField(ROLES, { optional: true })
  role?: Role;

  @BooleanField({ optional: true, description: 'false ends all sessions in this tenant within a second' })
  active?: boolean;
}
