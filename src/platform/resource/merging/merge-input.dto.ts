import { IdField } from '../../http/fields/id.field.js';
import { IntegerMapField } from '../../http/fields/integer-map.field.js';
import { TextMapField } from '../../http/fields/text-map.field.js';

export const MOST_MERGED = 10;

/** Of any type; `values` are fields of its own. */
export class MergeInputDto {
  @IdField({ optional: true, description: 'The record that is merged into the one of the path' })
  mergeId?: string;

  @IdField({ optional: true, maxItems: MOST_MERGED, description: 'Several at once, instead of `mergeId`' })
  ids?: string[];

  @TextMapField({
    optional: true,
    maxItems: 200,
    max: 36,
    description:
      'By field (`phone`, `customFields.tier`) the id of the record whose value the survivor is to have',
  })
  from?: Record<string, string>;

  @IntegerMapField({
    optional: true,
    maxItems: MOST_MERGED,
    description: 'By id of a record that is merged the version that you have seen: 412 when it is another',
    example: {},
  })
  versions?: Record<string, number>;
}
