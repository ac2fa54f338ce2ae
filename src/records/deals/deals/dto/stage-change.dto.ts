import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** A stay of a deal in a stage. */
export class StageChangeDto {
  @IdField()
  id!: string;

  @IdField({ nullable: true, description: 'Null: it began there' })
  fromStageId!: string | null;

  @TextField({ nullable: true, max: 100 })
  fromStageName!: string | null;

  @IdField()
  toStageId!: string;

  @TextField({ max: 100 })
  toStageName!: string;

  @IdField({ description: 'That of the stage it came to' })
  pipelineId!: string;

  @TextField({ nullable: true, max: 1_000, description: 'Why it was won or lost' })
  reason!: string | null;

  @DateTimeField({ description: 'When it came' })
  at!: string;

  @IdField({ description: 'A user of the tenant' })
  by!: string;

  @DateTimeField({ nullable: true, description: 'When it left; null while it is there' })
  leftAt!: string | null;

  @IntegerField({ min: 0, description: 'How long it was there, or has been until now' })
  secondsInStage!: number;
}
