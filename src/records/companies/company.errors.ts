import { ValidationError } from '../../kernel/errors.js';

/** 422: a company cannot stand above itself, also not through others. */
export class ParentCycleError extends ValidationError {
  constructor() {
    super([{ field: 'parentId', message: 'would put the company above itself' }]);
  }
}
