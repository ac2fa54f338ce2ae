/** As many are moved in the transaction in which their stage goes. */
export const AT_ONCE = 1_000;

/** In one step of a job. */
export const STEP = 500;
