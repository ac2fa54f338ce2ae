import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { RelatedRecordField } from '../../../../platform/resource/relations/related-record.field.js';
import { DealContactDto } from './deal-contact.dto.js';

/** An association of a deal with a contact. */
export class DealContactLinkDto extends DealContactDto {
  @IdField()
  dealId!: string;

  @DateTimeField()
  since!: string;

  @RelatedRecordField('contact', 'Null where you may not see it')
  contact!: unknown;
}
