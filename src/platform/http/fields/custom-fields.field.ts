import { ApiProperty } from '@nestjs/swagger';

/** The tenant's own fields in an answer: each a text, number, boolean, list of texts, or null. */
export function CustomFieldsField(): PropertyDecorator {
  return ApiProperty({
    type: 'object',
    readOnly: true,
    additionalProperties: {
      oneOf: [
        { type: 'string', nullable: true },
        { type: 'number' },
        { type: 'boolean' },
        { type: 'array', items: { type: 'string' } },
      ],
    },
  });
}
