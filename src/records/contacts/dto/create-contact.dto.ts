import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { DateField } from '../../../platform/http/fields/date.field.js';
import { EmailField } from '../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { PhoneField } from '../../../platform/http/fields/phone.field.js';
import { LOCALE, TIME_ZONE } from '../../../platform/http/fields/text-checks.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { UrlField } from '../../../platform/http/fields/url.field.js';
import {
  CONTACT_STATUSES,
  CONTACT_TEMPERATURES,
  type ContactStatus,
  type ContactTemperature,
  LIFECYCLE_STAGES,
  type LifecycleStage,
} from '../contact.entity.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** A contact needs at least one of first name, last name, e-mail and phone. */
export class CreateContactDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ ...OPTIONAL, max: 50, example: 'Ms' })
  salutation?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'Alice' })
  firstName?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'Morgan' })
  lastName?: string | null;

  @EmailField({ ...OPTIONAL, example: 'alice@example.com' })
  email?: string | null;

  @PhoneField({ ...OPTIONAL, example: '+44 20 7000 1234' })
  phone?: string | null;

  @PhoneField({ ...OPTIONAL, example: null })
  mobilePhone?: string | null;

  @TextField({ ...OPTIONAL, max: 200, example: 'Operations Director' })
  jobTitle?: string | null;

  @TextField({ ...OPTIONAL, max: 200 })
  department?: string | null;

  @DateField({ ...OPTIONAL, example: '1984-05-01' })
  birthday?: string | null;

  @UrlField({ ...OPTIONAL })
  website?: string | null;

  @UrlField({ ...OPTIONAL, example: 'https://www.linkedin.com/in/alice' })
  linkedInUrl?: string | null;

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

  @TextField({ ...OPTIONAL, max: 100 })
  country?: string | null;

  @TextField({ ...OPTIONAL, max: 10_000 })
  description?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'Website' })
  source?: string | null;

  @EnumField(CONTACT_STATUSES, {
    optional: true,
    name: 'ContactStatus',
    description: 'A new contact is `new` unless it says otherwise',
  })
  status?: ContactStatus;

  @EnumField(LIFECYCLE_STAGES, {
    optional: true,
    name: 'LifecycleStage',
    description: 'A new contact is a `lead` unless it says otherwise. It may go back; the history shows it',
  })
  lifecycleStage?: LifecycleStage;

  @EnumField(CONTACT_TEMPERATURES, OPTIONAL)
  temperature?: ContactTemperature | null;

  @DateTimeField({ ...OPTIONAL })
  firstContactAt?: string | null;

  @TextField({ ...OPTIONAL, max: 2_000 })
  firstContactNote?: string | null;

  @DateTimeField({ ...OPTIONAL })
  lastContactAt?: string | null;

  @TextField({ ...OPTIONAL, max: 2_000 })
  lastContactNote?: string | null;

  @DateTimeField({ ...OPTIONAL })
  nextContactAt?: string | null;

  @TextField({ ...OPTIONAL, max: 2_000 })
  followUpAction?: string | null;

  @CheckedTextField(LOCALE, { ...OPTIONAL })
  preferredLanguage?: string | null;

  @CheckedTextField(TIME_ZONE, { ...OPTIONAL })
  timeZone?: string | null;

  @BooleanField({ optional: true, description: 'Wants no contact at all, whatever was consented to' })
  doNotContact?: boolean;

  @IdField({ ...OPTIONAL, description: 'Associates the company, as the primary one', example: null })
  primaryCompanyId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
