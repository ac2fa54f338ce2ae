import { type JsonSchema, withNull } from '../../../platform/openapi/json-schema.js';
import { EVENT_SCHEMA_VERSION } from '../../../platform/resource/events/event-schema-version.js';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const ID = { type: 'string', format: 'uuid' } as const;

/** The fields of a thing, by name. */
export function propertiesOf(thing: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (thing['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

/**
 * The body of one event type. Its `data` may lack any field but `id` and `version`: endpoints choose fields, owners may
 * not see all, and a large body is cut.
 *
 * @param thing schema of what the event is about, closed
 * @param beside what `data` may have besides
 */
export function eventSchema(
  name: string,
  description: string,
  thing: JsonSchema,
  beside: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const { $defs, ...plain } = thing;
  const fields = propertiesOf(plain);
  const properties = { ...fields, ...beside };
  const data = { ...plain, properties, required: ['id', 'version'].filter((field) => field in fields) };
  const before = Object.entries(fields).map(([field, schema]) => [field, withNull(schema)]);
  return {
    $schema: DIALECT,
    title: name,
    description,
    type: 'object',
    properties: {
      id: { ...ID, description: 'Of the event: the same for every webhook, attempt and replay' },
      type: { const: name },
      timestamp: { type: 'string', format: 'date-time', description: 'When it happened' },
      tenantId: ID,
      data,
      previous: {
        type: ['object', 'null'],
        description: 'What the changed fields held before',
        properties: Object.fromEntries(before) as JsonSchema,
        patternProperties: { '^customFields\\.': {} },
        additionalProperties: false,
      },
      recordVersion: { type: 'integer', minimum: 1, description: 'Grows with every event of the record' },
      schemaVersion: { const: EVENT_SCHEMA_VERSION },
      truncated: { const: true, description: 'There when the body was too large to be sent whole' },
      link: { type: 'string', format: 'uri', description: 'Of a truncated body: where the whole event is' },
    },
    required: ['id', 'type', 'timestamp', 'tenantId', 'data', 'previous', 'recordVersion', 'schemaVersion'],
    additionalProperties: false,
    ...($defs !== undefined && { $defs }),
  };
}
