import { BooleanField } from '../../http/fields/boolean.field.js';
import { IntegerField } from '../../http/fields/integer.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { TimelineEntryDto } from './timeline-entry.dto.js';

export class TimelinePageDto {
  @NestedField(() => TimelineEntryDto, { list: true, maxItems: 200, description: 'Newest first' })
  items!: TimelineEntryDto[];

  @IntegerField({ min: 1 })
  pageSize!: number;

  @BooleanField()
  hasNextPage!: boolean;

  @BooleanField()
  hasPreviousPage!: boolean;

  @TextField({ max: 5_000, nullable: true, description: 'Where the next page begins' })
  nextCursor!: string | null;
}
