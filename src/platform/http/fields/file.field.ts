import { ApiProperty } from '@nestjs/swagger';

/** The part of a form that is a file, for the documentation alone: the upload takes it out of the form. */
export function FileField({ description }: { readonly description: string }): PropertyDecorator {
  return ApiProperty({ type: 'string', format: 'binary', description, required: true });
}
