import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { EventDto } from './event.dto.js';

export class EventPageDto {
  @NestedField(() => EventDto, { list: true, maxItems: 1_000, description: 'In the order of the feed' })
  items!: EventDto[];

  @IntegerField({
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: 'Where to go on: `after` of the next request',
  })
  after!: number;

  @BooleanField({ description: 'Whether the feed goes on beyond `after` already: ask again at once' })
  hasMore!: boolean;
}
