import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { DEFAULT_OVERLAP_HOURS, OVERLAP_HOURS } from '../webhook-limits.js';

export class RotateSecretDto {
  @IntegerField({
    ...OVERLAP_HOURS,
    optional: true,
    description: `Hours for which the secret before still signs; ${DEFAULT_OVERLAP_HOURS} unless it says otherwise, 0 ends all former ones at once`,
  })
  overlapHours?: number;
}
