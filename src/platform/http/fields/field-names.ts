import type { Type } from '@nestjs/common';
import { DECORATORS } from '@nestjs/swagger';

/** The names of a DTO's fields, inherited ones included: what its field decorators have declared. */
export function fieldNames(dto: Type<unknown>): string[] {
  const declared: unknown = Reflect.getMetadata(
    DECORATORS.API_MODEL_PROPERTIES_ARRAY,
    dto.prototype as never,
  );
  // Swagger marks each name with a colon in front.
  return Array.isArray(declared) ? declared.map((name) => String(name).slice(1)) : [];
}
