import { DetailsField } from '../../../../platform/http/fields/details.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { ImportFaultDto } from './import-fault.dto.js';

export const ROW_OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;

export class ImportRowDto {
  @IntegerField({ min: 1, description: 'From 1; the header counts' })
  rowNumber!: number;

  @EnumField(ROW_OUTCOMES)
  outcome!: (typeof ROW_OUTCOMES)[number];

  @DetailsField({ nullable: true, description: 'As they were read' })
  values!: Readonly<Record<string, unknown>> | null;

  @NestedField(() => ImportFaultDto, { list: true, maxItems: 100 })
  errors!: ImportFaultDto[];
}
