export const RECURRENCES = ['none', 'daily', 'weekly', 'monthly', 'yearly'] as const;
/** How often an event takes place, in one word; its rule says it exactly. */
export type Recurrence = (typeof RECURRENCES)[number];
