import type { QueryParameter } from './route-options.js';

export const DRY_RUN: QueryParameter = {
  name: 'dryRun',
  schema: { type: 'boolean' },
  description: 'true: everything is checked and answered as if it were done, and nothing is changed',
};
