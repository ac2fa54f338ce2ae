import { ApiProperty } from '@nestjs/swagger';
import { ERROR_DETAILS } from '../error-details.schema.js';

/** In an answer: the faults of one of many things, as the details of an error show them. */
export function ErrorDetailsField(): PropertyDecorator {
  return ApiProperty({ ...ERROR_DETAILS, readOnly: true });
}
