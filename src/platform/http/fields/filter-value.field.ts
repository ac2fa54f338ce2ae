import { ApiProperty } from '@nestjs/swagger';

const SCALARS = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }];

/** What a condition of a filter compares with: one value, or several. */
export function FilterValueField({ description }: { readonly description: string }): PropertyDecorator {
  return ApiProperty({
    required: false,
    nullable: true,
    description,
    anyOf: [
      ...SCALARS,
      { type: 'array', items: { nullable: true, anyOf: SCALARS }, minItems: 1, maxItems: 1_000 },
    ],
  });
}
