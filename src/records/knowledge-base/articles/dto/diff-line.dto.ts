import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { LONGEST_BODY } from '../article.entity.js';

const KINDS = ['context', 'added', 'removed'] as const;

export class DiffLineDto {
  @EnumField(KINDS, { name: 'DiffLineKind' })
  kind!: (typeof KINDS)[number];

  @TextField({ min: 0, max: LONGEST_BODY })
  text!: string;
}
