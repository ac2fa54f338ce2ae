import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { DomainNameField } from '../../../platform/http/fields/domain-name.field.js';
import { EmailField } from '../../../platform/http/fields/email.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { MoneyField } from '../../../platform/http/fields/money.field.js';
import { PhoneField } from '../../../platform/http/fields/phone.field.js';
import { CURRENCY } from '../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { UrlField } from '../../../platform/http/fields/url.field.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';

const NULLABLE = { nullable: true } as const;

export class CompanyDto extends RecordDto {
  @TextField({ max: 200 })
  name!: string;

  @DomainNameField(NULLABLE)
  domain!: string | null;

  @UrlField(NULLABLE)
  website!: string | null;

  @PhoneField(NULLABLE)
  phone!: string | null;

  @EmailField(NULLABLE)
  email!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  industry!: string | null;

  @TextField({ ...NULLABLE, max: 10_000 })
  description!: string | null;

  @IntegerField(NULLABLE)
  employeeCount!: number | null;

  @MoneyField(NULLABLE)
  annualRevenue!: number | null;

  @CheckedTextField(CURRENCY, { ...NULLABLE, description: 'Of `annualRevenue`' })
  currency!: string | null;

  @IntegerField(NULLABLE)
  yearEstablished!: number | null;

  @TextField({ ...NULLABLE, max: 200 })
  addressLine1!: string | null;

  @TextField({ ...NULLABLE, max: 200 })
  addressLine2!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  city!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  state!: string | null;

  @TextField({ ...NULLABLE, max: 20 })
  postalCode!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  country!: string | null;

  @IdField({ ...NULLABLE, description: 'The company it belongs to; kept when that one is deleted' })
  parentId!: string | null;
}
