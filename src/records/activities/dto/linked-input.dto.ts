import { IdField } from '../../../platform/http/fields/id.field.js';
import { LinksField } from '../../../platform/http/fields/links.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import type { RecordLink } from '../../../platform/resource/relations/record-link.js';
import { MOST_LINKS } from '../linked-records.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** @param record what the id is of: `contact` */
function shortFor(record: string) {
  const description = `Short for a link to this ${record}. A change that has no links adds it to those there are`;
  return { ...OPTIONAL, description, example: null };
}

/** `contactId`, `companyId`, `leadId` and `dealId` are short for links; what is sent both ways is linked once. */
export abstract class LinkedInputDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @LinksField({ optional: true, maxItems: MOST_LINKS, description: 'The records it is about', example: [] })
  links?: RecordLink[];

  @IdField(shortFor('contact'))
  contactId?: string | null;

  @IdField(shortFor('company'))
  companyId?: string | null;

  @IdField(shortFor('lead'))
  leadId?: string | null;

  @IdField(shortFor('deal'))
  dealId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
