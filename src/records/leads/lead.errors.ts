import { ValidationError } from '../../kernel/errors.js';

/** 422: nobody could be reached by such a lead. */
export class LeadUnreachableError extends ValidationError {
  constructor() {
    super([{ field: 'lastName', message: 'One of lastName, company, email and phone is required' }]);
  }
}
