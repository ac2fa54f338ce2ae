import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { EmailField } from '../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { PhoneField } from '../../../platform/http/fields/phone.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { UrlField } from '../../../platform/http/fields/url.field.js';
import { LEAD_STATUSES, LEAD_TEMPERATURES, type LeadStatus, type LeadTemperature } from '../lead.entity.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** A lead needs at least one of last name, company, e-mail and phone. */
export class CreateLeadDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'John' })
  firstName?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'Doe' })
  lastName?: string | null;

  @EmailField({ ...OPTIONAL, example: 'john.doe@example.com' })
  email?: string | null;

  @PhoneField({ ...OPTIONAL, example: '+1234567890' })
  phone?: string | null;

  @TextField({ ...OPTIONAL, max: 200, example: 'Example Corp' })
  company?: string | null;

  @IdField({ ...OPTIONAL, description: 'A company that is a record', example: null })
  companyId?: string | null;

  @TextField({ ...OPTIONAL, max: 200 })
  jobTitle?: string | null;

  @UrlField({ ...OPTIONAL })
  website?: string | null;

  @TextField({ ...OPTIONAL, max: 10_000 })
  description?: string | null;

  @TextField({ ...OPTIONAL, max: 100, example: 'Website' })
  source?: string | null;

  @EnumField(LEAD_STATUSES, {
    optional: true,
    name: 'LeadStatus',
    description: 'A new lead is `New` unless it says otherwise; `Converted` is set by its conversion alone',
  })
  status?: LeadStatus;

  @EnumField(LEAD_TEMPERATURES, OPTIONAL)
  temperature?: LeadTemperature | null;

  @IntegerField({ ...OPTIONAL, min: -1_000_000, max: 1_000_000, example: 50 })
  score?: number | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;

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
}
