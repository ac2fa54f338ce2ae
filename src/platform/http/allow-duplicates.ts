import type { QueryParameter } from './route-options.js';

export const ALLOW_DUPLICATES: QueryParameter = {
  name: 'allowDuplicates',
  schema: { type: 'boolean' },
  description:
    'true: new records are made though a rule finds others that are the same. Takes `duplicate-rules:update`',
};
