import { DateTimeField } from '../../http/fields/date-time.field.js';
import { IdField } from '../../http/fields/id.field.js';
import { IntegerMapField } from '../../http/fields/integer-map.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { MOST_MERGED } from './merge-input.dto.js';

export class MergeDto {
  @IdField()
  id!: string;

  @TextField({ max: 100, example: 'contact' })
  resource!: string;

  @IdField({ description: 'The record that lives on' })
  survivorId!: string;

  @IdField({ maxItems: MOST_MERGED, description: 'The records that were merged into it' })
  mergedIds!: string[];

  @IntegerMapField({
    maxItems: 100,
    description:
      'How many records of each type point at the survivor instead now: of types that you read without limits',
    example: { activities: 12 },
  })
  moved!: Record<string, number>;

  @DateTimeField()
  createdAt!: string;

  @IdField()
  createdBy!: string;

  @DateTimeField({ nullable: true, description: 'When it was undone' })
  undoneAt!: string | null;

  @IdField({ nullable: true })
  undoneBy!: string | null;
}
