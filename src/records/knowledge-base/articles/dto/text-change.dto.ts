import { TextField } from '../../../../platform/http/fields/text.field.js';

export class TextChangeDto {
  @TextField({ nullable: true, max: 1_000 })
  from!: string | null;

  @TextField({ nullable: true, max: 1_000 })
  to!: string | null;
}
