import { TextField } from '../../../platform/http/fields/text.field.js';

/** Why a job failed. */
export class JobErrorDto {
  @TextField({ max: 100 })
  code!: string;

  @TextField({ max: 1_000 })
  message!: string;
}
