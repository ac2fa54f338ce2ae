import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { MOST_MENTIONS } from '../../../../platform/resource/events/mentions.js';
import { LinkedInputDto } from '../../dto/linked-input.dto.js';
import { LONGEST_NOTE } from '../note.entity.js';

/** A text about records. Users are mentioned in it as `@[Ada](user:<id>)`, or beside it in `mentions`. */
export class CreateNoteDto extends LinkedInputDto {
  @TextField({ min: 1, max: LONGEST_NOTE, example: 'Wants a demonstration next week.' })
  body!: string;

  @BooleanField({ optional: true, example: false })
  pinned?: boolean;

  @IdField({
    optional: true,
    maxItems: MOST_MENTIONS,
    description: 'Active users of the tenant, besides those whom the text mentions',
    example: [],
  })
  mentions?: string[];
}
