import { DateTimeField } from '../../../../src/platform/http/fields/date-time.field.js';
import { DecimalField } from '../../../../src/platform/http/fields/decimal.field.js';
import { EnumField } from '../../../../src/platform/http/fields/enum.field.js';
import { IdField } from '../../../../src/platform/http/fields/id.field.js';
import { TextField } from '../../../../src/platform/http/fields/text.field.js';
import { RecordDto } from '../../../../src/platform/resource/record.dto.js';
import { GADGET_STATUSES, type GadgetStatus } from '../gadget.entity.js';

const NULLABLE = { nullable: true } as const;

export class GadgetDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @TextField({ ...NULLABLE, max: 100 })
  serial!: string | null;

  @EnumField(GADGET_STATUSES)
  status!: GadgetStatus;

  @DecimalField({ ...NULLABLE, min: 0, max: 1_000_000 })
  weight!: number | null;

  @DateTimeField(NULLABLE)
  builtAt!: string | null;

  @IdField(NULLABLE)
  parentId!: string | null;
}
