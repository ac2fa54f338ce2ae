import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** One of `tenantName`, `organizationName` and `companyName` suffices. */
export class RegisterDto {
  @EmailField({ example: 'admin@company.com' })
  email!: string;

  @TextField({ min: 8, max: 200, trim: false, example: 'Admin@123' })
  password!: string;

  @TextField({ max: 200, optional: true, description: 'Name of the person' })
  name?: string;

  @TextField({ min: 1, max: 200, optional: true, example: 'My Company' })
  tenantName?: string;

  @TextField({ min: 1, max: 200, optional: true })
  organizationName?: string;

  @TextField({ min: 1, max: 200, optional: true, example: 'Acme Corp' })
  companyName?: string;
}
