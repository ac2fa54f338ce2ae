import { DecimalField } from '../../../platform/http/fields/decimal.field.js';
import { DetailsField } from '../../../platform/http/fields/details.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

export class SearchHitDto {
  @TextField({ max: 100, example: 'leads', description: 'The path it is at, before its id' })
  resource!: string;

  @IdField()
  id!: string;

  @TextField({ max: 100_000, description: 'What it is called' })
  title!: string;

  @TextField({ max: 100_000, nullable: true, description: 'What else it is known by' })
  subtitle!: string | null;

  @DecimalField({
    min: 0,
    max: 1,
    scale: 4,
    description:
      '1 for a whole field, 0.8 for the beginning of one, 0.7 for words, 0.6 for the beginnings of words, 0.4 for parts of them; below that, it resembles',
  })
  score!: number;

  @DetailsField({ description: 'The record, as its own route shows it' })
  record!: Record<string, unknown>;
}
