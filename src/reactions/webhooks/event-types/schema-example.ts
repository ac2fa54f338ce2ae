import type { JsonSchema } from '../../../platform/openapi/json-schema.js';

const TEXTS: Readonly<Record<string, string>> = {
  uuid: '0190b2a0-7c1e-7d3a-9f65-2b1c5e8d4a10',
  'date-time': '2026-11-21T09:00:00.000Z',
  date: '2026-11-21',
  email: 'ada@example.com',
  'idn-email': 'ada@example.com',
  uri: 'https://example.com/',
  hostname: 'example.com',
};

/** A value that a schema allows, the same each time; `defs` is what it refers to. */
export function exampleOf(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>> = {}): unknown {
  if ('const' in schema) return schema['const'];
  const { examples, enum: choices, $ref: reference } = schema;
  if (Array.isArray(examples)) return examples[0] as unknown;
  if (Array.isArray(choices)) return choices[0] as unknown;
  if (typeof reference === 'string') return exampleOf(defs[reference.split('/').at(-1) ?? ''] ?? {}, defs);
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const [first] = (schema[keyword] ?? []) as readonly JsonSchema[];
    if (first !== undefined) return exampleOf(first, defs);
  }
  return exampleOfType(schema, defs);
}

function exampleOfType(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>): unknown {
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
        ? [exampleOf((schema['items'] ?? {}) as JsonSchema, defs)]
        : [];
    case 'object':
      return Object.fromEntries(
        Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>).map(
          ([name, property]) => [name, exampleOf(property, defs)],
        ),
      );
    default:
      return null;
  }
}

function textOf({ format, minLength, maxLength }: JsonSchema): string {
  const text = TEXTS[String(format)] ?? 'Example';
  const least = Number(minLength ?? 0);
  return (text.length < least ? text.padEnd(least, '-') : text).slice(0, Number(maxLength ?? text.length));
}
