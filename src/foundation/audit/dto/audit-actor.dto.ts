import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

const KINDS = ['user', 'api-key', 'system', 'anonymous'];

export class AuditActorDto {
  @EnumField(KINDS, { description: 'system: the product itself; anonymous: nobody who was known' })
  kind!: string;

  @IdField({ nullable: true, description: 'The user, for a key too' })
  id!: string | null;

  @TextField({ max: 200, nullable: true, description: 'As the tenant knows the user now' })
  name!: string | null;
}
