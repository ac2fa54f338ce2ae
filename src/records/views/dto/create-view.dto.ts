import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';

import { TextField } from '../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import type { SortSyntax } from '../../../platform/resource/lists/list-syntax.js';
import { VIEW_VISIBILITIES, type ViewVisibility } from '../view.entity.js';
import { ListFilterField } from '../../../platform/resource/lists/list-filter.field.js';
import { ViewSortField } from '../view-sort.field.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateViewDto {
  @TextField({ min: 1, max: 200, example: 'Hot leads of mine' })
  name!: string;

  @TextField({ max: 100, example: 'leads', description: 'Plural of the record type; stays as it is' })
  resource!: string;

  @ListFilterField({
    ...OPTIONAL,
    description: 'As in `POST /search`: `and`, `or`, `not`, or `field`, `operator` and `value`',
    example: { field: 'status', value: 'New' },
  })
  filter?: Record<string, unknown> | null;

  @TextField({ ...OPTIONAL, max: 200, description: 'Where a request does not search itself' })
  search?: string | null;

  @ViewSortField({ optional: true, description: 'Where a request names no order' })
  sort?: SortSyntax[];

  @TextListField({
    optional: true,
    maxItems: 200,
    max: 200,
    description: 'Where a request names none; empty for all',
  })
  fields?: string[];

  @TextListField({
    optional: true,
    maxItems: 10,
    max: 200,
    description: 'Relations, where a request names none',
  })
  expand?: string[];

  @EnumField(VIEW_VISIBILITIES, {
    optional: true,
    name: 'ViewVisibility',
    description: 'Who sees it besides its owner; `private` unless it says otherwise',
  })
  visibility?: ViewVisibility;

  @IntegerField({ optional: true, min: 0, max: 1_000_000, description: 'Views are listed by it' })
  position?: number;

  @BooleanField({ optional: true, description: 'What its owner wants to see first; one of a record type' })
  isDefault?: boolean;

  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique' })
  externalId?: string | null;

  @IdField({ optional: true, description: 'A user of the tenant; you, unless it says otherwise' })
  ownerId?: string;
}
