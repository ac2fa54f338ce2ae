import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RELATIONSHIP_KINDS, type RelationshipKind } from '../relationship-kinds.js';

/** A relationship, from the side of the contact that was asked for. */
export class RelationshipDto {
  @IdField()
  id!: string;

  @IdField({ description: 'The other contact' })
  contactId!: string;

  @EnumField(RELATIONSHIP_KINDS, {
    name: 'RelationshipKind',
    description: 'What the other contact is to this one: `parent` says that it is the parent',
  })
  kind!: RelationshipKind;

  @TextField({ nullable: true, max: 2_000 })
  note!: string | null;

  @DateTimeField()
  createdAt!: string;

  @IdField({ description: 'A user of the tenant' })
  createdBy!: string;
}
