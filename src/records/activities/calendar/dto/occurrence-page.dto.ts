import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { OccurrenceDto } from './occurrence.dto.js';

export class OccurrencePageDto {
  @NestedField(() => OccurrenceDto, {
    list: true,
    maxItems: 1_000,
    description: 'In the order of their starts',
  })
  items!: OccurrenceDto[];

  @TextField({ nullable: true, max: 1_000, description: 'For the next page; null on the last' })
  nextCursor!: string | null;
}
