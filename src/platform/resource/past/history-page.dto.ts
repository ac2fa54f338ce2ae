import { BooleanField } from '../../http/fields/boolean.field.js';
import { DateTimeField } from '../../http/fields/date-time.field.js';
import { IntegerField } from '../../http/fields/integer.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { RecordChangeDto } from './record-change.dto.js';

export class HistoryPageDto {
  @NestedField(() => RecordChangeDto, { list: true, maxItems: 200, description: 'Newest first' })
  items!: RecordChangeDto[];

  @IntegerField({ min: 1, description: 'At most so many; fewer where they are large' })
  pageSize!: number;

  @BooleanField()
  hasNextPage!: boolean;

  @BooleanField()
  hasPreviousPage!: boolean;

  @TextField({ max: 2_000, nullable: true, description: 'Where the next page begins' })
  nextCursor!: string | null;

  @DateTimeField({
    nullable: true,
    description: 'What happened before is not kept any more; null when all is',
  })
  keptSince!: string | null;
}
