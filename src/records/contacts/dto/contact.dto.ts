import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { DateField } from '../../../platform/http/fields/date.field.js';
import { EmailField } from '../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { PhoneField } from '../../../platform/http/fields/phone.field.js';
import { LOCALE, TIME_ZONE } from '../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { UrlField } from '../../../platform/http/fields/url.field.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';
import {
  CONTACT_STATUSES,
  CONTACT_TEMPERATURES,
  type ContactStatus,
  type ContactTemperature,
  LIFECYCLE_STAGES,
  type LifecycleStage,
} from '../contact.entity.js';
import { MAXIMUM_COMPANIES } from '../contact-limits.js';

const NULLABLE = { nullable: true } as const;

export class ContactDto extends RecordDto {
  @TextField({ ...NULLABLE, max: 50 })
  salutation!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  firstName!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  lastName!: string | null;

  @EmailField(NULLABLE)
  email!: string | null;

  @PhoneField(NULLABLE)
  phone!: string | null;

  @PhoneField(NULLABLE)
  mobilePhone!: string | null;

  @TextField({ ...NULLABLE, max: 200 })
  jobTitle!: string | null;

  @TextField({ ...NULLABLE, max: 200 })
  department!: string | null;

  @DateField(NULLABLE)
  birthday!: string | null;

  @UrlField(NULLABLE)
  website!: string | null;

  @UrlField(NULLABLE)
  linkedInUrl!: string | null;

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

  @TextField({ ...NULLABLE, max: 10_000 })
  description!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  source!: string | null;

  @EnumField(CONTACT_STATUSES, { name: 'ContactStatus' })
  status!: ContactStatus;

  @EnumField(LIFECYCLE_STAGES, { name: 'LifecycleStage' })
  lifecycleStage!: LifecycleStage;

  @EnumField(CONTACT_TEMPERATURES, NULLABLE)
  temperature!: ContactTemperature | null;

  @DateTimeField(NULLABLE)
  firstContactAt!: string | null;

  @TextField({ ...NULLABLE, max: 2_000 })
  firstContactNote!: string | null;

  @DateTimeField(NULLABLE)
  lastContactAt!: string | null;

  @TextField({ ...NULLABLE, max: 2_000 })
  lastContactNote!: string | null;

  @DateTimeField(NULLABLE)
  nextContactAt!: string | null;

  @TextField({ ...NULLABLE, max: 2_000 })
  followUpAction!: string | null;

  @CheckedTextField(LOCALE, NULLABLE)
  preferredLanguage!: string | null;

  @CheckedTextField(TIME_ZONE, NULLABLE)
  timeZone!: string | null;

  @BooleanField()
  doNotContact!: boolean;

  @IdField({ ...NULLABLE, description: 'The company whose association is marked primary' })
  primaryCompanyId!: string | null;

  @IdField({ maxItems: MAXIMUM_COMPANIES, description: 'Of all associations; the primary one is among them' })
  companyIds!: string[];
}
