import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { EmailField } from '../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { PhoneField } from '../../../platform/http/fields/phone.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { UrlField } from '../../../platform/http/fields/url.field.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';
import { LEAD_STATUSES, LEAD_TEMPERATURES, type LeadStatus, type LeadTemperature } from '../lead.entity.js';

const NULLABLE = { nullable: true } as const;

export class LeadDto extends RecordDto {
  @TextField({ ...NULLABLE, max: 100 })
  firstName!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  lastName!: string | null;

  @EmailField(NULLABLE)
  email!: string | null;

  @PhoneField(NULLABLE)
  phone!: string | null;

  @TextField({ ...NULLABLE, max: 200 })
  company!: string | null;

  @IdField(NULLABLE)
  companyId!: string | null;

  @TextField({ ...NULLABLE, max: 200 })
  jobTitle!: string | null;

  @UrlField(NULLABLE)
  website!: string | null;

  @TextField({ ...NULLABLE, max: 10_000 })
  description!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  source!: string | null;

  @EnumField(LEAD_STATUSES, { name: 'LeadStatus' })
  status!: LeadStatus;

  @EnumField(LEAD_TEMPERATURES, NULLABLE)
  temperature!: LeadTemperature | null;

  @IntegerField(NULLABLE)
  score!: number | null;

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

  @DateTimeField(NULLABLE)
  convertedAt!: string | null;

  @IdField(NULLABLE)
  convertedContactId!: string | null;

  @IdField(NULLABLE)
  convertedCompanyId!: string | null;

  @IdField(NULLABLE)
  convertedDealId!: string | null;
}
