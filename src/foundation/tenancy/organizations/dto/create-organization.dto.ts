import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { PhoneField } from '../../../../platform/http/fields/phone.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { BusinessHoursDto } from './business-hours.dto.js';

export class CreateOrganizationDto {
  @TextField({ max: 200, example: 'Acme Corp' })
  name!: string;

  @TextField({ max: 100, optional: true, nullable: true, example: 'Healthcare' })
  industry?: string | null;

  @TextField({ max: 100, optional: true, nullable: true, example: 'Dental practice' })
  businessType?: string | null;

  @PhoneField({ optional: true, nullable: true })
  phone?: string | null;

  @EmailField({ optional: true, nullable: true })
  email?: string | null;

  @NestedField(() => BusinessHoursDto, { optional: true, nullable: true })
  businessHours?: BusinessHoursDto | null;
}
