import type { JsonSchema } from '../../../platform/openapi/json-schema.js';

const ID = { type: 'string', format: 'uuid' } as const;

/** What events say of the merge that they are part of: those of the survivor, and those of the merged ones. */
export const MERGE_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'There when the event is part of a merge, or of its undoing',
  properties: {
    id: { ...ID, description: 'Of the merge' },
    survivorId: { ...ID, description: 'The record that lives on' },
    mergedIds: { type: 'array', items: ID, description: 'The records that were merged into it' },
  },
  required: ['id', 'survivorId', 'mergedIds'],
  additionalProperties: false,
};
