import type { Type } from '@nestjs/common';
import { DECORATORS } from '@nestjs/swagger';

/** What the field decorators of a DTO say of one of its fields, in the terms of OpenAPI. */
export interface FieldSchema {
  readonly type?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly isArray?: boolean;
  readonly items?: { readonly type?: unknown; readonly enum?: readonly unknown[] };
}

/** @param name one of `fieldNames(dto)` */
export function fieldSchema(dto: Type<unknown>, name: string): FieldSchema {
  const found: unknown = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES, dto.prototype as never, name);
  return typeof found === 'object' && found !== null ? found : {};
}
