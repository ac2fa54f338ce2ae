/** What is wrong with which fields, as a schema. */
export const ERROR_DETAILS = {
  type: 'array' as const,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['field', 'message'],
    properties: {
      field: { type: 'string', description: 'Dotted path', example: 'address.street' },
      message: { type: 'string' },
      base: { description: 'Only in 412: the value the caller started from' },
      theirs: { description: 'Only in 412: the value now stored' },
      mine: { description: 'Only in 412: the value the caller sent' },
      limit: { type: 'integer', description: 'Only in QUOTA_EXCEEDED: how much there may be' },
      used: { type: 'integer', description: 'Only in QUOTA_EXCEEDED: how much there is' },
      recordIds: {
        type: 'array',
        items: { type: 'string', format: 'uuid' },
        description: 'Only in DUPLICATE: the records that are the same, as far as you may read them',
      },
    },
  },
};
