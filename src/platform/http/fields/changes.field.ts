import { ApiProperty } from '@nestjs/swagger';

export interface ChangesFieldOptions {
  /** Default true. */
  readonly nullable?: boolean;
  readonly description?: string;
}

/** In an answer: what happened to each field, `{"status": {"old": "New", "new": "Qualified"}}`; or null, unless it says otherwise. */
export function ChangesField(options: ChangesFieldOptions = {}): PropertyDecorator {
  return ApiProperty({
    type: 'object',
    readOnly: true,
    nullable: true,
    additionalProperties: {
      type: 'object',
      required: ['old', 'new'],
      properties: { old: {}, new: {} },
      additionalProperties: false,
    },
    ...options,
  });
}
