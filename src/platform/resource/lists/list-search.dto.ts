import { BooleanField } from '../../http/fields/boolean.field.js';
import { IdField } from '../../http/fields/id.field.js';
import { IntegerField } from '../../http/fields/integer.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { TextListField } from '../../http/fields/text-list.field.js';
import { ListFilterDto } from './list-filter.dto.js';
import { ListSortDto } from './list-sort.dto.js';
import { MAXIMUM_PAGE_SIZE, MAXIMUM_SORTS } from './list-syntax.js';

const OPTIONAL = { optional: true, nullable: true } as const;
const NAMES = { optional: true, max: 200 } as const;

/** The JSON form of a list. For OpenAPI: `readSearchBody` reads it, and answers every fault with 400. */
export class ListSearchDto {
  @IdField({
    ...OPTIONAL,
    description: 'A saved view: its filter holds too, the rest of it where this names none',
  })
  view?: string | null;

  @NestedField(() => ListFilterDto, { ...OPTIONAL, description: 'Up to 100 conditions and 1,000 values' })
  filter?: ListFilterDto | null;

  @TextField({ ...OPTIONAL, max: 200 })
  search?: string | null;

  @NestedField(() => ListSortDto, { list: true, maxItems: MAXIMUM_SORTS, optional: true })
  sort?: ListSortDto[];

  @IntegerField({ ...OPTIONAL, min: 1, max: 1_000_000 })
  page?: number | null;

  @IntegerField({ ...OPTIONAL, min: 1, max: MAXIMUM_PAGE_SIZE, description: 'Default 20' })
  pageSize?: number | null;

  @IntegerField({
    ...OPTIONAL,
    min: 1,
    max: MAXIMUM_PAGE_SIZE,
    description: 'Instead of `page`: cursor mode',
  })
  limit?: number | null;

  @TextField({
    ...OPTIONAL,
    max: 20_000,
    description: '`nextCursor` of the page before, with the same filter and sort',
  })
  cursor?: string | null;

  @BooleanField({ optional: true, description: 'Count in cursor mode too' })
  includeTotal?: boolean;

  @TextListField({ ...NAMES, maxItems: 200, description: 'Fields to answer; `id` and `version` always are' })
  fields?: string[];

  @TextListField({ ...NAMES, maxItems: 10, description: 'Relations to embed' })
  expand?: string[];
}
