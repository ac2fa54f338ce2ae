import type { OpenAPIObject } from '@nestjs/swagger';

export type JsonSchema = Readonly<Record<string, unknown>>;

const REFERENCE = '#/components/schemas/';
/** What OpenAPI 3.0 says beside or instead of JSON Schema. */
const FOREIGN = new Set(['nullable', 'example', 'xml', 'externalDocs', 'discriminator']);
/** Members whose own members are names, not keywords. */
const MAPS = new Set(['properties', 'patternProperties']);
/** Members that hold values, whatever these look like. */
const VALUES = new Set(['enum', 'default', 'required']);

/** What refuses null whatever the type. */
const NARROWING = ['enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not'];

/** A schema of the OpenAPI document in JSON Schema 2020-12; what it refers to stands under `$defs`. */
export function jsonSchemaOf(document: OpenAPIObject, name: string): JsonSchema | undefined {
  const root: unknown = document.components?.schemas?.[name];
  if (!isObject(root)) return undefined;
  const conversion = new Conversion(document);
  const schema = conversion.schema(root);
  return conversion.defs.size === 0 ? schema : { ...schema, $defs: Object.fromEntries(conversion.defs) };
}

class Conversion {
  readonly defs = new Map<string, JsonSchema>();

  constructor(private readonly document: OpenAPIObject) {}

  schema(source: JsonSchema): JsonSchema {
    const { $ref: reference } = source;
    if (typeof reference === 'string') {
      const target = this.reference(reference.slice(REFERENCE.length));
      return source['nullable'] === true ? withNull(target) : target;
    }
    const schema: Record<string, unknown> = {};
    for (const [keyword, member] of Object.entries(source)) {
      if (!FOREIGN.has(keyword) && !keyword.startsWith('x-')) schema[keyword] = this.member(keyword, member);
    }
    if ('example' in source) schema['examples'] = [source['example']];
    return source['nullable'] === true ? withNull(schema) : schema;
  }

  private member(keyword: string, value: unknown): unknown {
    if (VALUES.has(keyword)) return value;
    if (Array.isArray(value))
      return value.map((item: unknown) => (isObject(item) ? this.schema(item) : item));
    if (!isObject(value)) return value;
    if (!MAPS.has(keyword)) return this.schema(value);
    const members = Object.entries(value).map(([name, schema]) => [
      name,
      isObject(schema) ? this.schema(schema) : schema,
    ]);
    return Object.fromEntries(members) as JsonSchema;
  }

  private reference(name: string): JsonSchema {
    const target: unknown = this.document.components?.schemas?.[name];
    if (!this.defs.has(name) && isObject(target)) {
      // Before it is read: it may refer to itself.
      this.defs.set(name, {});
      this.defs.set(name, this.schema(target));
    }
    return { $ref: `#/$defs/${name}` };
  }
}

/** The schema, or null. */
export function withNull(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  if (Array.isArray(type) && type.includes('null')) return schema;
  const isPlain = typeof type === 'string' && !NARROWING.some((keyword) => keyword in schema);
  if (isPlain) return { ...schema, type: [type, 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
