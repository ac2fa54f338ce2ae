import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { PhoneField } from '../../../../platform/http/fields/phone.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import type { BusinessHours } from '../../../../kernel/business-hours.js';
import { BusinessHoursDto } from './business-hours.dto.js';

const STATES = ['active', 'read-only', 'moving', 'suspended', 'closing'];

/** A tenant as its members see it. */
export class OrganizationDto {
  @IdField({ description: 'The tenant id' })
  id!: string;

  @TextField({ max: 200 })
  name!: string;

  @CheckedTextField(SLUG, { description: 'What public addresses call it; unique' })
  slug!: string;

  @TextField({ max: 100, description: 'Of the caller, in this organization' })
  role!: string;

  @TextField({ max: 100 })
  plan!: string;

  @EnumField(STATES)
  state!: string;

  @TextField({ max: 100, nullable: true })
  industry!: string | null;

  @TextField({ max: 100, nullable: true })
  businessType!: string | null;

  @PhoneField({ nullable: true })
  phone!: string | null;

  @EmailField({ nullable: true })
  email!: string | null;

  @NestedField(() => BusinessHoursDto, { nullable: true })
  businessHours!: BusinessHours | null;

  @DateTimeField({ nullable: true, description: 'While it can be taken back: when it will be removed' })
  closesAt!: string | null;

  @DateTimeField()
  createdAt!: string;

  @DateTimeField()
  updatedAt!: string;

  @IntegerField({ min: 1 })
  version!: number;
}
