import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { type FieldRules, FieldRulesField } from '../../roles/index.js';

export class ApiKeyDto extends RecordDto {
  @TextField({ max: 200 })
  name!: string;

  @IdField({ description: 'Whose rights it has, cut down by its own rules' })
  userId!: string;

  @TextField({ max: 20, description: 'How the secret begins' })
  prefix!: string;

  @TextListField({ maxItems: 500, max: 100 })
  permissions!: string[];

  @FieldRulesField()
  fieldRules!: FieldRules;

  @TextListField({ maxItems: 100, max: 50 })
  allowedAddresses!: string[];

  @IntegerField({ min: 1, nullable: true })
  requestsPerMinute!: number | null;

  @DateTimeField({ nullable: true })
  expiresAt!: string | null;

  @DateTimeField({ nullable: true, description: 'Up to some seconds old' })
  lastUsedAt!: string | null;

  @TextField({ max: 100, nullable: true })
  lastUsedAddress!: string | null;
}
