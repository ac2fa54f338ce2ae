import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { type FieldRules, FieldRulesField } from '../../roles/index.js';

export class CreateApiKeyDto {
  @TextField({ min: 1, max: 200, example: 'Website form' })
  name!: string;

  @TextListField({
    maxItems: 500,
    max: 100,
    description: 'What it may do at most, in the form roles have; never more than its user may',
    example: ['leads:create', 'leads:read:own'],
  })
  permissions!: string[];

  @FieldRulesField({ optional: true, description: "Beside those of its user's role" })
  fieldRules?: FieldRules;

  @IdField({ optional: true, description: 'Yourself, the default, or a service user' })
  userId?: string;

  @TextListField({
    maxItems: 100,
    max: 50,
    optional: true,
    description: 'Addresses and networks it may come from; none means any',
    example: ['203.0.113.7', '2001:db8::/32'],
  })
  allowedAddresses?: string[];

  @IntegerField({
    min: 1,
    max: 1_000_000,
    optional: true,
    nullable: true,
    description: "Beside the tenant's limit",
  })
  requestsPerMinute?: number | null;

  @DateTimeField({ optional: true, nullable: true })
  expiresAt?: string | null;

  @TextField({ max: 200, optional: true, nullable: true, description: 'Your own id for it; unique' })
  externalId?: string | null;
}
