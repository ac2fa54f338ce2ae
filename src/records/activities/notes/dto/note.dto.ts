import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { LinksField } from '../../../../platform/http/fields/links.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import type { RecordLink } from '../../../../platform/resource/relations/record-link.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { MOST_MENTIONS } from '../../../../platform/resource/events/mentions.js';
import { MOST_LINKS } from '../../linked-records.js';
import { LONGEST_NOTE } from '../note.entity.js';

export class NoteDto extends RecordDto {
  @TextField({ max: LONGEST_NOTE })
  body!: string;

  @BooleanField()
  pinned!: boolean;

  @IdField({
    maxItems: MOST_MENTIONS,
    description: 'The users whom it mentions, those of its text among them',
  })
  mentions!: string[];

  @LinksField({ maxItems: MOST_LINKS })
  links!: RecordLink[];
}
