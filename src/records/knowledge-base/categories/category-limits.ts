/** Of one knowledge base: its whole tree is one answer. */
export const MOST_CATEGORIES = 500;
/** Categories below one another. */
export const MOST_LEVELS = 8;
