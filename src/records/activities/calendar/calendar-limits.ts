export const MOST_REMINDERS = 5;
/** Four weeks, in minutes. */
export const LONGEST_NOTICE = 40_320;
/** In days. */
export const LONGEST_EVENT = 366;
/** That a COUNT may ask for. */
export const MOST_OCCURRENCES = 1_000;
export const MOST_EXCEPTIONS = 500;
export const MOST_CHANGED_OCCURRENCES = 200;
/** Days that one question about occurrences may span. */
export const LONGEST_RANGE = 366;
