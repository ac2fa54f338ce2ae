import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export class RotateApiKeyDto {
  @IntegerField({
    min: 0,
    max: 168,
    optional: true,
    default: 24,
    description: 'Hours for which the secret before this one stays good',
  })
  overlapHours?: number;
}
