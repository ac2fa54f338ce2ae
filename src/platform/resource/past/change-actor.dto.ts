import { EnumField } from '../../http/fields/enum.field.js';
import { IdField } from '../../http/fields/id.field.js';
import { TextField } from '../../http/fields/text.field.js';

const KINDS = ['user', 'api-key', 'system', 'anonymous'];

/** Who did it. */
export class ChangeActorDto {
  @EnumField(KINDS, { description: 'system: the product itself' })
  kind!: string;

  @IdField({ description: 'The user, for a key too' })
  id!: string;

  @TextField({ max: 200, nullable: true, description: 'As the tenant knows the user now' })
  name!: string | null;
}
