import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { PhoneField } from '../../../../platform/http/fields/phone.field.js';
import { BusinessHoursDto } from './business-hours.dto.js';

/** What is absent stays as it is; business hours are replaced as a whole. */
export class UpdateOrganizationDto {
  @TextField({ min: 1, max: 200, optional: true })
  name?: string;

  @CheckedTextField(SLUG, {
    optional: true,
    description: 'What public addresses call it. The one it has now goes on leading to it',
  })
  slug?: string;

  @TextField({ max: 100, optional: true, nullable: true })
  industry?: string | null;

  @TextField({ max: 100, optional: true, nullable: true })
  businessType?: string | null;

  @PhoneField({ optional: true, nullable: true })
  phone?: string | null;

  @EmailField({ optional: true, nullable: true })
  email?: string | null;

  @NestedField(() => BusinessHoursDto, { optional: true, nullable: true })
  businessHours?: BusinessHoursDto | null;
}
