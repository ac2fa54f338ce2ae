import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

/** What can be changed of an attachment: never its bytes. */
export class AttachmentInputDto {
  @TextField({ optional: true, nullable: true, max: 200, description: 'Your own id for it; unique' })
  externalId?: string | null;

  @TextField({ min: 1, max: 200, example: 'offer.pdf' })
  name!: string;

  @TextField({ optional: true, nullable: true, max: 10_000 })
  description?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ optional: true, nullable: true, description: 'A user of the tenant' })
  ownerId?: string | null;
}
