import type { JsonSchema } from '../../../platform/openapi/json-schema.js';

const TEXTS: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-7000-8000-00000000e7a1',
  'date-time': '2026-11-21T09:00:00.000Z',
  date: '2026-11-21',
  email: 'ada@example.com',
  'idn-email': 'ada@example.com',
  uri: 'https://example.com/',
  hostname: 'example.com',
};

type Definitions = Readonly<Record<string, JsonSchema>>;

const NONE: ReadonlySet<string> = new Set();

/**
 * A value that a schema allows, the same each time; `defs` is what it refers to. A field that leads back to what it is
 * a part of is left out.
 */
export function exampleOf(
  schema: JsonSchema,
  defs: Definitions = {},
  within: ReadonlySet<string> = NONE,
): unknown {
  if ('const' in schema) return schema['const'];
  const { examples, enum: choices } = schema;
  if (Array.isArray(examples)) return examples[0] as unknown;
  if (Array.isArray(choices)) return choices[0] as unknown;
  const name = referenceOf(schema);
  if (name !== undefined) return exampleOf(defs[name] ?? {}, defs, new Set([...within, name]));
  const first = firstOf(schema);
  if (first !== undefined) return exampleOf(first, defs, within);
  return exampleOfType(schema, defs, within);
}

/** The first of what a schema is put together from. */
function firstOf(schema: JsonSchema): JsonSchema | undefined {
  const parts = ['allOf', 'anyOf', 'oneOf'].map(
    (keyword) => (schema[keyword] ?? []) as readonly JsonSchema[],
  );
  return parts.flat()[0];
}

function leadsTo(schema: JsonSchema, names: ReadonlySet<string>): boolean {
  const first = firstOf(schema);
  return names.has(referenceOf(schema) ?? '') || (first !== undefined && leadsTo(first, names));
}

function referenceOf({ $ref: reference }: JsonSchema): string | undefined {
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}

function exampleOfType(schema: JsonSchema, defs: Definitions, within: ReadonlySet<string>): unknown {
  const [type] = [schema['type']].flat();
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 1), 1);
    case 'boolean':
      return true;
    case 'array':
      return Number(schema['minItems'] ?? 0) > 0
        ? [exampleOf((schema['items'] ?? {}) as JsonSchema, defs, within)]
        : [];
    case 'object':
      return exampleOfObject((schema['properties'] ?? {}) as Definitions, defs, within);
    default:
      return null;
  }
}

function exampleOfObject(
  properties: Definitions,
  defs: Definitions,
  within: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, property]) => !leadsTo(property, within))
      .map(([name, property]) => [name, exampleOf(property, defs, within)]),
  );
}

function textOf({ format, minLength, maxLength }: JsonSchema): string {
  const text = TEXTS[String(format)] ?? 'Example';
  const least = Number(minLength ?? 0);
  return (text.length < least ? text.padEnd(least, '-') : text).slice(0, Number(maxLength ?? text.length));
}
