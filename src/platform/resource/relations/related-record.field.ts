import { ApiProperty } from '@nestjs/swagger';
import { relatedSchema } from './related-schemas.js';

/**
 * A whole record of another type in an answer, or null: documented as its own room declares it, without importing that.
 *
 * @param resource as its descriptor names it, `activity`
 */
export function RelatedRecordField(resource: string, description: string): PropertyDecorator {
  // What this build does not have is never in an answer.
  return ApiProperty({ type: () => relatedSchema(resource) ?? String, nullable: true, description });
}
