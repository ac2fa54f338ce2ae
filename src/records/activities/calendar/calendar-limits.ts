export const MOST_REMINDERS = 5;
/** Four weeks, in minutes. */
export const LONGEST_NOTICE = 40_320;
/** In days. */
export const LONGEST_EVENT = 366;
