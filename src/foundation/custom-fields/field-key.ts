import type { TextCheck } from '../../platform/http/fields/checked-text.field.js';

export const LONGEST_KEY = 40;

const FORM = /^[a-z][A-Za-z0-9]*$/;
/** `constructor` and the like, which every object has. */
const TAKEN: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Letters and digits alone: a key stands in SQL, in query parameters and in dotted names of fields. */
export const FIELD_KEY: TextCheck = {
  check: (text) => FORM.test(text) && !TAKEN.has(text),
  message: `must be a name in camelCase such as accountTier, of at most ${LONGEST_KEY} letters and digits`,
  max: LONGEST_KEY,
  example: 'accountTier',
};
