import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { CURRENCY, LOCALE, ORIGIN, TIME_ZONE } from '../../../platform/http/fields/text-checks.js';
import { FiscalYearStartDto } from './fiscal-year-start.dto.js';
import { PasswordPolicyDto } from './password-policy.dto.js';
import { SessionPolicyDto } from './session-policy.dto.js';

/** The settings of the tenant, complete: what nobody has chosen is the default. */
export class SettingsDto {
  @IdField({ description: "The tenant's" })
  id!: string;

  @CheckedTextField(TIME_ZONE)
  timeZone!: string;

  @CheckedTextField(CURRENCY)
  currency!: string;

  @CheckedTextField(LOCALE)
  locale!: string;

  @NestedField(() => FiscalYearStartDto)
  fiscalYearStart!: FiscalYearStartDto;

  @IntegerField({ min: 30, max: 3_650, description: 'Days for which the journal is kept' })
  retentionDays!: number;

  @CheckedTextField(ORIGIN, { maxItems: 20 })
  allowedOrigins!: readonly string[];

  @BooleanField({ description: 'Whether anybody may read what is public in the knowledge base' })
  publicKnowledgeBase!: boolean;

  @NestedField(() => PasswordPolicyDto)
  passwordPolicy!: PasswordPolicyDto;

  @NestedField(() => SessionPolicyDto)
  sessionPolicy!: SessionPolicyDto;

  @IntegerField({ min: 1 })
  version!: number;

  @DateTimeField({ nullable: true, description: 'null: never' })
  updatedAt!: string | null;

  @IdField({ nullable: true })
  updatedBy!: string | null;
}
