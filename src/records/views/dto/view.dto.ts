import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';

import { TextField } from '../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import type { SortSyntax } from '../../../platform/resource/lists/list-syntax.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';
import { VIEW_VISIBILITIES, type ViewVisibility } from '../view.entity.js';
import { ListFilterField } from '../../../platform/resource/lists/list-filter.field.js';
import { ViewSortField } from '../view-sort.field.js';

const NULLABLE = { nullable: true } as const;

/** What of a view names fields that the reader may not see is not shown. */
export class ViewDto extends RecordDto {
  @TextField({ max: 200 })
  name!: string;

  @TextField({ max: 100 })
  resource!: string;

  @ListFilterField(NULLABLE)
  filter!: Record<string, unknown> | null;

  @TextField({ ...NULLABLE, max: 200 })
  search!: string | null;

  @ViewSortField()
  sort!: SortSyntax[];

  @TextListField({ maxItems: 200, max: 200 })
  fields!: string[];

  @TextListField({ maxItems: 10, max: 200 })
  expand!: string[];

  @EnumField(VIEW_VISIBILITIES, { name: 'ViewVisibility' })
  visibility!: ViewVisibility;

  @IntegerField({ min: 0 })
  position!: number;

  @BooleanField()
  isDefault!: boolean;
}
