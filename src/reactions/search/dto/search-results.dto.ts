import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { SearchHitDto } from './search-hit.dto.js';

export class SearchResultsDto {
  @TextField({ max: 200, description: 'What was looked for' })
  query!: string;

  @NestedField(() => SearchHitDto, { list: true, maxItems: 50, description: 'The best first' })
  items!: SearchHitDto[];
}
