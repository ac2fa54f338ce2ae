import { ApiProperty } from '@nestjs/swagger';

export interface DetailsFieldOptions {
  readonly description?: string;
  readonly nullable?: boolean;
}

/** In an answer: facts whose names depend on what they are about; each of any kind. */
export function DetailsField(options: DetailsFieldOptions = {}): PropertyDecorator {
  return ApiProperty({ type: 'object', readOnly: true, additionalProperties: {}, ...options });
}
