import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';

export class ApplyTagsDto {
  @TextField({ max: 100, example: 'leads', description: 'Plural of a record type that has tags' })
  resource!: string;

  @IdField({ maxItems: 1_000 })
  ids!: string[];

  @TextListField({
    optional: true,
    maxItems: 50,
    max: 100,
    description: 'Given to each record that lacks it',
  })
  add?: string[];

  @TextListField({
    optional: true,
    maxItems: 50,
    max: 100,
    description: 'Taken from each record that has it',
  })
  remove?: string[];
}
