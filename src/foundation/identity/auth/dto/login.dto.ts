import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** One of `email`, `username` and `usernameOrEmail` names the user. */
export class LoginDto {
  @TextField({ max: 254, optional: true, example: 'admin@company.com' })
  email?: string;

  @TextField({ max: 254, optional: true })
  username?: string;

  @TextField({ max: 254, optional: true })
  usernameOrEmail?: string;

  @TextField({ min: 1, max: 200, trim: false, example: 'Admin@123' })
  password!: string;

  @IdField({ optional: true, description: 'For members of several tenants; default the one used last' })
  tenantId?: string;
}
