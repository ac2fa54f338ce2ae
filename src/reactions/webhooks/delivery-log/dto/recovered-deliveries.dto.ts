import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export class RecoveredDeliveriesDto {
  @IntegerField({ min: 0, description: 'Deliveries that are sent now' })
  recovered!: number;

  @BooleanField({ description: 'Whether there may be more: call again with `since` of `continueFrom`' })
  remaining!: boolean;

  @DateTimeField({ nullable: true, description: 'Null when nothing remains' })
  continueFrom!: string | null;
}
