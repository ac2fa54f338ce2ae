import type { OpenAPIObject } from '@nestjs/swagger';

export type JsonSchema = Readonly<Record<string, unknown>> | boolean;

const ANNOTATIONS = new Set(['example', 'xml', 'externalDocs', 'discriminator', 'nullable']);
/** Members that map names to schemas, whose own names are not keywords. */
const SCHEMA_MAPS = new Set(['properties', 'patternProperties']);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function convertMap(map: unknown): unknown {
  if (!isObject(map)) return map;
  return Object.fromEntries(Object.entries(map).map(([name, schema]) => [name, convert(schema)]));
}

function convertMembers(schema: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(schema)
    .filter(([keyword]) => !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-'))
    .map(([keyword, value]): [string, unknown] => {
      if (SCHEMA_MAPS.has(keyword)) return [keyword, convertMap(value)];
      if (keyword === 'enum' || keyword === 'default' || keyword === 'required') return [keyword, value];
      return [keyword, convert(value)];
    });
  return Object.fromEntries(members);
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (!isObject(value)) return value;
  const schema =
    typeof value.$ref === 'string'
      ? { $ref: value.$ref.replace('#/components/schemas/', 'openapi#/definitions/') }
      : convertMembers(value);
  return value.nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** An OpenAPI 3.0 schema as JSON Schema: `nullable` becomes a choice, references point to the converted components. */
export function toJsonSchema(schema: unknown): JsonSchema {
  const converted = convert(schema);
  return isObject(converted) || typeof converted === 'boolean' ? converted : {};
}

/** All component schemas as one JSON Schema document, to be known under the id `openapi`. */
export function componentsSchema(document: OpenAPIObject): Record<string, unknown> {
  return { $id: 'openapi', definitions: convertMap(document.components?.schemas ?? {}) };
}
