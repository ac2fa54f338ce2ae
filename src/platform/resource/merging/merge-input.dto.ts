import { IdField } from '../../http/fields/id.field.js';
import { JsonObjectField } from '../../http/fields/json-object.field.js';
import { TextMapField } from '../../http/fields/text-map.field.js';

export const MOST_MERGED = 10;

export class MergeInputDto {
  @IdField({ optional: true, description: 'The record that is merged into the one of the path' })
  mergeId?: string;

  @IdField({ optional: true, maxItems: MOST_MERGED, description: 'Several at once, instead of `mergeId`' })
  ids?: string[];

  @JsonObjectField({
    optional: true,
    description:
      'Values that the survivor is to have, as in its PATCH. Of other fields it keeps its own; empty ones are filled from the others in their order, and lists are united',
    example: { email: 'ada@example.com' },
  })
  values?: Record<string, unknown>;

  @TextMapField({
    optional: true,
    maxItems: 200,
    max: 36,
    description:
      'By field (`phone`, `customFields.tier`) the id of the record whose value the survivor is to have',
  })
  from?: Record<string, string>;

  @JsonObjectField({
    optional: true,
    description: 'By id of a record that is merged the version that you have seen: 412 when it is another',
    example: {},
  })
  versions?: Record<string, unknown>;
}
