import { IdField } from '../../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { SlaClockDto } from './sla-clock.dto.js';

export class RecordSlaDto {
  @TextField({ max: 100, example: 'lead' })
  resource!: string;

  @IdField()
  recordId!: string;

  @NestedField(() => SlaClockDto, { list: true, description: 'From the first, at most 200' })
  targets!: SlaClockDto[];
}
