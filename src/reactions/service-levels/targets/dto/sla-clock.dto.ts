import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { SlaTargetDto } from './sla-target.dto.js';

/** A target as it stands now. */
export class SlaClockDto extends SlaTargetDto {
  @DecimalField({
    nullable: true,
    description: 'Working seconds that have passed by now; null when they are hidden',
  })
  elapsedSeconds!: number | null;

  @DecimalField({
    nullable: true,
    description: 'Working seconds that are left; less than 0 when it is overdue',
  })
  remainingSeconds!: number | null;
}
