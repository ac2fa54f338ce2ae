/** Types of bodies that are a table, a row a line. */
export const TABLE_TYPES = ['text/csv', 'application/x-ndjson'] as const;
