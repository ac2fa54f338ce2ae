import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { LIFECYCLE_STAGES, type LifecycleStage } from '../contact.entity.js';

export class LifecycleChangeDto {
  @IdField()
  id!: string;

  @EnumField(LIFECYCLE_STAGES, { nullable: true, description: 'Null for the first one' })
  from!: LifecycleStage | null;

  @EnumField(LIFECYCLE_STAGES, { name: 'LifecycleStage' })
  to!: LifecycleStage;

  @DateTimeField()
  at!: string;

  @IdField({ description: 'A user of the tenant' })
  by!: string;
}
