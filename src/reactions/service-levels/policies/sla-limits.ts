/** Of a tenant; all of them are asked for a record. */
export const MOST_POLICIES = 200;

/** A working day of eight hours has 480; a year by the clock has 525,600. */
export const TARGET_MINUTES = { optional: true, nullable: true, min: 1, max: 525_600 } as const;
