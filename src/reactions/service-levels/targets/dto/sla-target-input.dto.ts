import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** What every record could be given; of targets nobody is asked. */
export class SlaTargetInputDto {
  @TextField({ optional: true, nullable: true, max: 200 })
  externalId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ optional: true, nullable: true })
  ownerId?: string | null;
}
