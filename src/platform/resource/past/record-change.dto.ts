import { BooleanField } from '../../http/fields/boolean.field.js';
import { ChangesField } from '../../http/fields/changes.field.js';
import { DateTimeField } from '../../http/fields/date-time.field.js';
import { IdField } from '../../http/fields/id.field.js';
import { IntegerField } from '../../http/fields/integer.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { ChangeActorDto } from './change-actor.dto.js';

export class RecordChangeDto {
  @IdField({ description: "The event's own id, as webhooks carry it" })
  id!: string;

  @IntegerField({ min: 1, description: 'Of the record after it' })
  version!: number;

  @TextField({ max: 200, example: 'lead.updated' })
  type!: string;

  @DateTimeField()
  occurredAt!: string;

  @NestedField(() => ChangeActorDto)
  actor!: ChangeActorDto;

  @TextField({ max: 200, description: '`X-Request-Id` of the answer' })
  requestId!: string;

  @ChangesField({
    nullable: false,
    description: 'By field, without those that you may not see; of a new record, what it was made with',
  })
  changes!: Record<string, { old: unknown; new: unknown }>;

  @BooleanField({ description: 'Values of this version have been erased: it cannot be reverted to' })
  erased!: boolean;
}
