import { EnumField } from '../../http/fields/enum.field.js';
import { FilterValueField } from '../../http/fields/filter-value.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { RELATIVE_DATES } from './list-dates.js';
import { FILTER_OPERATORS, type FilterOperator } from './list-filters.js';

const LIST = { list: true, optional: true } as const;

/** One of `and`, `or` and `not`, nested up to 5 deep, or a condition. For OpenAPI: `readSearchBody` reads it. */
export class ListFilterDto {
  @NestedField(() => ListFilterDto, { ...LIST, description: 'All of them' })
  and?: ListFilterDto[];

  @NestedField(() => ListFilterDto, { ...LIST, description: 'At least one of them' })
  or?: ListFilterDto[];

  @NestedField(() => ListFilterDto, { optional: true, description: 'Not this one' })
  not?: ListFilterDto;

  @TextField({
    optional: true,
    max: 200,
    description:
      'A field that the list takes as a parameter, one of a relation (`company.industry`), or a custom field (`customFields.tier`)',
  })
  field?: string;

  @EnumField(FILTER_OPERATORS, {
    optional: true,
    name: 'FilterOperator',
    description: 'Default `eq`, of lists `has`',
  })
  operator?: FilterOperator;

  @FilterValueField({
    description: `Of the field's kind; several for in, nin, has and hasAll, two for between. Dates also relative: ${RELATIVE_DATES}`,
  })
  value?: unknown;
}
