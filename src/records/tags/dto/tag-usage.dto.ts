import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TagCountDto } from './tag-count.dto.js';

/** What the tags are that the caller's records have, whether declared or not. */
export class TagUsageDto {
  @NestedField(() => TagCountDto, { list: true, maxItems: 10_000, description: 'The most used first' })
  items!: TagCountDto[];

  @BooleanField({
    description:
      'Counted over a part: a record type has more tagged records than are looked at, or more tags than asked for',
  })
  capped!: boolean;
}
