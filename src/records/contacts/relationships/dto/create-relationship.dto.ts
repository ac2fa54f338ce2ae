import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RELATIONSHIP_KINDS, type RelationshipKind } from '../relationship-kinds.js';

export class CreateRelationshipDto {
  @IdField({ description: 'The other contact' })
  contactId!: string;

  @EnumField(RELATIONSHIP_KINDS, {
    name: 'RelationshipKind',
    description: 'What the other contact is to this one: `parent` says that it is the parent',
  })
  kind!: RelationshipKind;

  @TextField({ optional: true, nullable: true, max: 2_000 })
  note?: string | null;
}
