import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { CURRENCY, LOCALE, ORIGIN, TIME_ZONE } from '../../../platform/http/fields/text-checks.js';
import { FiscalYearStartDto } from './fiscal-year-start.dto.js';
import { UpdatePasswordPolicyDto } from './update-password-policy.dto.js';
import { UpdateSessionPolicyDto } from './update-session-policy.dto.js';

/** What is absent stays as it is; policies merge rule by rule. */
export class UpdateSettingsDto {
  @CheckedTextField(TIME_ZONE, { optional: true })
  timeZone?: string;

  @CheckedTextField(CURRENCY, { optional: true })
  currency?: string;

  @CheckedTextField(LOCALE, { optional: true })
  locale?: string;

  @NestedField(() => FiscalYearStartDto, { optional: true })
  fiscalYearStart?: FiscalYearStartDto;

  @IntegerField({ min: 30, max: 3_650, optional: true, description: 'Days for which the journal is kept' })
  retentionDays?: number;

  @CheckedTextField(ORIGIN, {
    maxItems: 20,
    optional: true,
    description: 'Where browsers may call from, besides the origins of the operator',
  })
  allowedOrigins?: readonly string[];

  @BooleanField({
    optional: true,
    description: 'Whether anybody may read what is public in the knowledge base; default false',
  })
  publicKnowledgeBase?: boolean;

  @NestedField(() => UpdatePasswordPolicyDto, { optional: true })
  passwordPolicy?: UpdatePasswordPolicyDto;

  @NestedField(() => UpdateSessionPolicyDto, { optional: true })
  sessionPolicy?: UpdateSessionPolicyDto;
}
