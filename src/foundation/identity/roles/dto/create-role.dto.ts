import { FieldRulesField } from '../field-rules.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import type { FieldRules } from '../policy-rules.js';

export class CreateRoleDto {
  @TextField({ min: 1, max: 100, example: 'Sales representative' })
  name!: string;

  @TextField({ max: 1_000, optional: true, nullable: true })
  description?: string | null;

  @TextListField({
    maxItems: 500,
    max: 100,
    description:
      '`resource:action[:reach]`; `records` stands for every record type, `*` for anything; the reach is any, team or own',
    example: ['leads:read:team', 'leads:update:own', 'users:read'],
  })
  permissions!: string[];

  @FieldRulesField({ optional: true, example: { leads: { phone: 'hidden', score: 'read-only' } } })
  fieldRules?: FieldRules;
}
