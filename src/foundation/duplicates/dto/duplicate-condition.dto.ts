import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import {
  DUPLICATE_MATCHES,
  type DuplicateMatch,
} from '../../../platform/resource/duplicates/duplicate-rule.js';

export class DuplicateConditionDto {
  @TextField({ min: 1, max: 100, example: 'email' })
  field!: string;

  @EnumField(DUPLICATE_MATCHES, {
    name: 'DuplicateMatch',
    description:
      'The same as it is; the same but for case, punctuation and all that is no digit of a phone; or much the same by its letters',
  })
  match!: DuplicateMatch;
}
