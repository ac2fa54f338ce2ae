import { EnumField } from '../../http/fields/enum.field.js';
import { TextField } from '../../http/fields/text.field.js';
import type { NullsPlace, SortOrder } from './list-syntax.js';

/** A key of an order. For OpenAPI: `readSearchBody` reads it. */
export class ListSortDto {
  @TextField({ max: 200, description: 'One of those that `sortBy` takes' })
  field!: string;

  @EnumField(['asc', 'desc'], { optional: true, description: 'Default `asc`' })
  order?: SortOrder;

  @EnumField(['first', 'last'], { optional: true, description: 'Default `last`' })
  nulls?: NullsPlace;
}
