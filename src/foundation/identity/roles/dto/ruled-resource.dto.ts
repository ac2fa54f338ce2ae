import { TextField } from '../../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';

export class RuledResourceDto {
  @TextField({ max: 100, example: 'leads' })
  name!: string;

  @TextListField({ maxItems: 500, max: 100, description: 'May be hidden, or made read-only' })
  fields!: string[];
}
