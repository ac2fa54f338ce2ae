import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ListFilterField } from '../../../../platform/resource/lists/list-filter.field.js';
import { EscalationDto } from './escalation.dto.js';
import { SlaTimesDto } from './sla-times.dto.js';
import { SlaWarningDto } from './sla-warning.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateSlaPolicyDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 100, example: 'Standard' })
  name!: string;

  @TextField({ ...OPTIONAL, max: 2_000 })
  description?: string | null;

  @TextField({ min: 1, max: 100, description: 'Which records, by the name of one: `lead`', example: 'lead' })
  resource!: string;

  @IntegerField({ optional: true, min: 0, max: 1_000_000, description: 'Policies are asked in this order' })
  position?: number;

  @BooleanField({ optional: true, description: 'True unless it says otherwise' })
  active?: boolean;

  @ListFilterField({
    ...OPTIONAL,
    description: 'Only records that it is true of, as in `POST /search` of the records; null for all',
    example: { field: 'source', value: 'Website' },
  })
  conditions?: Record<string, unknown> | null;

  @IdField({ ...OPTIONAL, description: 'Default: the default ones; null: around the clock', example: null })
  businessHoursId?: string | null;

  @NestedField(() => SlaTimesDto, {
    list: true,
    maxItems: 50,
    example: [{ priority: null, firstResponse: 60, resolution: 480 }],
  })
  targets!: SlaTimesDto[];

  @NestedField(() => SlaWarningDto, {
    ...OPTIONAL,
    description: 'When it warns before the due time; null for never',
  })
  warning?: SlaWarningDto | null;

  @NestedField(() => EscalationDto, { list: true, maxItems: 20, optional: true, example: [] })
  escalations?: EscalationDto[];

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
