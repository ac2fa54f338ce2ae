import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { DomainNameField } from '../../../platform/http/fields/domain-name.field.js';
import { EmailField } from '../../../platform/http/fields/email.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { MoneyField } from '../../../platform/http/fields/money.field.js';
import { PhoneField } from '../../../platform/http/fields/phone.field.js';
import { CURRENCY } from '../../../platform/http/fields/text-checks.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { UrlField } from '../../../platform/http/fields/url.field.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateCompanyDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ max: 200, example: 'Example Corp' })
  name!: string;

  @DomainNameField({ ...OPTIONAL, description: 'Unique; a whole address is cut down to its domain' })
  domain?: string | null;

  @UrlField({ ...OPTIONAL })
  website?: string | null;

  @PhoneField({ ...OPTIONAL })
  phone?: string | null;

  @EmailField({ ...OPTIONAL, example: 'office@example.com' })
  email?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'Software' })
  industry?: string | null;

  @TextField({ ...OPTIONAL, max: 10_000 })
  description?: string | null;

  @IntegerField({ ...OPTIONAL, min: 0, example: 250 })
  employeeCount?: number | null;

  @MoneyField({ ...OPTIONAL, example: 1_500_000.5 })
  annualRevenue?: number | null;

  @CheckedTextField(CURRENCY, { ...OPTIONAL, description: "Of `annualRevenue`; the tenant's unless named" })
  currency?: string | null;

  @IntegerField({ ...OPTIONAL, min: 1, max: 9_999, example: 1999 })
  yearEstablished?: number | null;

  @TextField({ ...OPTIONAL, max: 200 })
  addressLine1?: string | null;

  @TextField({ ...OPTIONAL, max: 200 })
  addressLine2?: string | null;

  @TextField({ ...OPTIONAL, max: 100 })
  city?: string | null;

  @TextField({ ...OPTIONAL, max: 100 })
  state?: string | null;

  @TextField({ ...OPTIONAL, max: 20 })
  postalCode?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'United States' })
  country?: string | null;

  @IdField({ ...OPTIONAL, description: 'The company it belongs to', example: null })
  parentId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
