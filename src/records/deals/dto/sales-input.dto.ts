import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';

const OPTIONAL = { optional: true, nullable: true, example: null } as const;

/** What every record of the sales room may be given. */
export abstract class SalesInputDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique' })
  externalId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant' })
  ownerId?: string | null;
}
