import { DateTimeField } from '../../http/fields/date-time.field.js';
import { IdField } from '../../http/fields/id.field.js';
import { IntegerField } from '../../http/fields/integer.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { TextListField } from '../../http/fields/text-list.field.js';

/** Something that happened around a record. */
export class TimelineEntryDto {
  @IdField({ description: 'Of the change its event, of anything else its record' })
  id!: string;

  @TextField({
    max: 100,
    example: 'activity',
    description: '`change` of the record itself; else what it is, which `types` names it by',
  })
  type!: string;

  @DateTimeField()
  occurredAt!: string;

  @TextField({ max: 100, example: 'activity', description: 'Of the record that tells of it' })
  resource!: string;

  @IdField()
  recordId!: string;

  @TextField({ max: 100, nullable: true, example: 'call' })
  kind!: string | null;

  @TextField({ max: 2_000, nullable: true })
  title!: string | null;

  @TextField({ max: 300, nullable: true, description: 'The beginning of its text' })
  summary!: string | null;

  @TextField({ max: 200, nullable: true, example: 'lead.updated', description: 'Of a change' })
  event!: string | null;

  @IntegerField({ min: 1, nullable: true, description: 'Of the record after a change' })
  version!: number | null;

  @TextListField({
    nullable: true,
    maxItems: 1_000,
    max: 200,
    description: 'Of a change, without those that you may not see; `history` has their values',
  })
  changedFields!: string[] | null;

  @IdField({ nullable: true, description: 'Who did or told it' })
  actorId!: string | null;

  @TextField({ max: 200, nullable: true, description: 'As the tenant knows them now' })
  actorName!: string | null;
}
