import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { LONGEST_LINK_SECONDS } from '../file-link-token.js';

const HOUR_SECONDS = 3_600;

export class CreateLinkDto {
  @IntegerField({
    optional: true,
    min: 1,
    max: LONGEST_LINK_SECONDS,
    description: 'Seconds for which the link is good',
    default: HOUR_SECONDS,
  })
  expiresIn: number = HOUR_SECONDS;
}
