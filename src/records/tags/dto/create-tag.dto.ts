import { CheckedTextField } from '../../../platform/http/fields/checked-text.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { COLOR } from '../tag-color.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateTagDto {
  @TextField({
    min: 1,
    max: 100,
    example: 'VIP',
    description: 'Unique without regard to case. Changing it changes the tag on every record you may update',
  })
  name!: string;

  @CheckedTextField(COLOR, OPTIONAL)
  color?: string | null;

  @TextField({ ...OPTIONAL, max: 1_000 })
  description?: string | null;

  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique' })
  externalId?: string | null;

  @IdField({ ...OPTIONAL, description: 'A user of the tenant' })
  ownerId?: string | null;
}
