import type { JsonSchema } from '../../../platform/openapi/json-schema.js';

const ID = { type: 'string', format: 'uuid' } as const;

/** What a test of a webhook carries. */
export const PING_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { id: ID, webhookId: ID, message: { type: 'string' } },
  additionalProperties: false,
};
