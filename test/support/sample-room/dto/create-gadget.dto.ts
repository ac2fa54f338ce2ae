import { DateTimeField } from '../../../../src/platform/http/fields/date-time.field.js';
import { DecimalField } from '../../../../src/platform/http/fields/decimal.field.js';
import { EnumField } from '../../../../src/platform/http/fields/enum.field.js';
import { IdField } from '../../../../src/platform/http/fields/id.field.js';
import { TextListField } from '../../../../src/platform/http/fields/text-list.field.js';
import { TextField } from '../../../../src/platform/http/fields/text.field.js';
import { GADGET_STATUSES, type GadgetStatus } from '../gadget.entity.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateGadgetDto {
  @TextField({ ...OPTIONAL, max: 200 })
  externalId?: string | null;

  @TextField({ min: 1, max: 100 })
  name!: string;

  @TextField({ ...OPTIONAL, max: 100 })
  serial?: string | null;

  @EnumField(GADGET_STATUSES, { optional: true })
  status?: GadgetStatus;

  @DecimalField({ ...OPTIONAL, min: 0, max: 1_000_000 })
  weight?: number | null;

  @DateTimeField(OPTIONAL)
  builtAt?: string | null;

  @IdField(OPTIONAL)
  parentId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField(OPTIONAL)
  ownerId?: string | null;
}
