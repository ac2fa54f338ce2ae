import { describe, it } from '@jest/globals';

/** Tests that need what not every machine has (root, Linux, Redis): shown as left out where it is missing. */
export const itWhere = (isThere: boolean) => (isThere ? it : it.skip);
export const describeWhere = (isThere: boolean) => (isThere ? describe : describe.skip);
