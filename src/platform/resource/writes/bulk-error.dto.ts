import type { ErrorDetail } from '../../../kernel/errors.js';
import { ErrorDetailsField } from '../../http/fields/error-details.field.js';
import { TextField } from '../../http/fields/text.field.js';

/** Why one record of a call was refused: what the route for one record would say. */
export class BulkErrorDto {
  @TextField({ max: 100, description: 'Stable and machine-readable', example: 'DUPLICATE' })
  code!: string;

  @TextField({ max: 1_000, description: 'For people; may change' })
  message!: string;

  @ErrorDetailsField()
  details!: readonly ErrorDetail[];
}
