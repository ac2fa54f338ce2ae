import { TextField } from '../../../../platform/http/fields/text.field.js';

export class ImportFaultDto {
  @TextField({ max: 300, nullable: true, example: 'E-mail' })
  column!: string | null;

  @TextField({ max: 200, nullable: true, example: 'email' })
  field!: string | null;

  @TextField({ max: 100, example: 'VALIDATION_ERROR' })
  code!: string;

  @TextField({ max: 1_000, example: 'must be an e-mail address' })
  message!: string;
}
