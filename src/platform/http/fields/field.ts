import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { IsDefined, ValidateIf } from 'class-validator';
import type { ValidationArguments } from 'class-validator';

/** What every field decorator takes. A field is required and not null unless it says otherwise. */
export interface FieldOptions {
  /** May be absent; that alone does not let null through. */
  readonly optional?: boolean;
  /** May be null. */
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly readOnly?: boolean;
  readonly deprecated?: boolean;
}

function missingMessage({ value }: ValidationArguments): string {
  return value === null ? 'must not be null' : 'is required';
}

function presenceRule({ optional, nullable }: FieldOptions): PropertyDecorator[] {
  if (optional === true && nullable === true)
    return [ValidateIf((_dto, value) => value !== undefined && value !== null)];
  if (optional === true) return [ValidateIf((_dto, value) => value !== undefined)];
  if (nullable === true) return [ValidateIf((_dto, value) => value !== null)];
  return [];
}

function documentation(options: FieldOptions): ApiPropertyOptions {
  const { optional, nullable, ...rest } = options;
  const shown = {
    required: optional !== true,
    ...(nullable === true && { nullable }),
    ...(rest.description !== undefined && { description: rest.description }),
    ...(rest.example !== undefined && { example: rest.example }),
    ...(rest.default !== undefined && { default: rest.default }),
    ...(rest.readOnly === true && { readOnly: true }),
    ...(rest.deprecated === true && { deprecated: true }),
  };
  return shown;
}

/**
 * Composes a field decorator: presence, then the rules in their order (the first that fails is reported), and the
 * OpenAPI schema. A null or missing value reaches a rule only where it is allowed neither.
 */
export function composeField(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  rules: readonly PropertyDecorator[],
): PropertyDecorator {
  // Rules run in the order in which they are registered; the second documentation is merged into the first.
  return applyDecorators(
    ApiProperty(schema),
    ApiProperty(documentation(options)),
    ...presenceRule(options),
    IsDefined({ message: missingMessage }),
    ...rules,
  );
}
