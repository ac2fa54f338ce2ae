import type { TextCheck } from '../../platform/http/fields/checked-text.field.js';

/** Red, green and blue in hexadecimal digits. */
export const COLOR: TextCheck = {
  check: (text) => /^#[0-9a-f]{6}$/i.test(text),
  message: 'must be a colour such as #1f8ceb',
  max: 7,
  example: '#1f8ceb',
};
